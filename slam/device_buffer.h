// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

namespace isogs {

/// Where a back end's memory lies.
enum class MemoryKind { kHost, kCuda };

class DeviceUpload;

/// Owner of float memory on a back end's device, grown as needed and never shrunk, of blocks that buffers of
/// the same size use again: no allocation in steady state. The device must have done with it when it goes.
/// Move-only.
class DeviceBuffer {
 public:
  /// `what` names its use in messages about too little memory; a literal.
  explicit DeviceBuffer(MemoryKind memory = MemoryKind::kHost, const char* what = "images");
  ~DeviceBuffer();
  DeviceBuffer(DeviceBuffer&&) noexcept;
  DeviceBuffer& operator=(DeviceBuffer&&) noexcept;

  /// Makes room for `count` floats; contents are lost if it has to grow.
  void Reserve(int64_t count);
  /// Copies `count` floats from host memory, making room as needed.
  void Upload(const float* values, int64_t count);
  /// The same beside the host: the values are there after the upload's Wait.
  void StartUpload(const float* values, int64_t count, DeviceUpload* upload);
  /// Copies the first `count` floats to host memory.
  void Download(float* values, int64_t count) const;

  float* data();
  const float* data() const;
  int64_t capacity() const;

 private:
  struct Storage;
  MemoryKind memory_;
  const char* what_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace isogs
