// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/device/device_bytes.h"

namespace isogs {

class DeviceUpload;

/// DeviceBytes that hold floats.
class DeviceBuffer {
 public:
  /// `what` names its use in messages about too little memory; a literal.
  explicit DeviceBuffer(MemoryKind memory = MemoryKind::kHost, const char* what = "images")
      : bytes_(memory, what) {}

  /// Makes room for `count` floats; contents are lost if it has to grow.
  void Reserve(int64_t count) { bytes_.Reserve(Bytes(count)); }
  /// Copies `count` floats from host memory, making room as needed.
  void Upload(const float* values, int64_t count);
  /// The same beside the host: the values are there after the upload's Wait.
  void StartUpload(const float* values, int64_t count, DeviceUpload* upload);
  /// Copies the first `count` floats to host memory.
  void Download(float* values, int64_t count) const { bytes_.Download(values, Bytes(count)); }

  float* data() { return static_cast<float*>(bytes_.data()); }
  const float* data() const { return static_cast<const float*>(bytes_.data()); }
  int64_t capacity() const { return bytes_.capacity() / Bytes(1); }

 private:
  static constexpr int64_t Bytes(int64_t count) { return count * static_cast<int64_t>(sizeof(float)); }

  DeviceBytes bytes_;
};

}  // namespace isogs
