// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/device/device_memory.h"

namespace isogs {

/// Owner of memory on a back end's device, grown as needed and never shrunk, of blocks that others of the
/// same size use again: no allocation in steady state. The device must have done with it when it goes.
/// Move-only.
class DeviceBytes {
 public:
  /// `what` names its use in messages about too little memory; a literal.
  DeviceBytes(MemoryKind memory, const char* what) : memory_(memory), what_(what) {}
  ~DeviceBytes();
  DeviceBytes(DeviceBytes&&) noexcept;
  DeviceBytes& operator=(DeviceBytes&&) noexcept;

  MemoryKind memory() const { return memory_; }
  /// Makes room; contents are lost if it has to grow.
  void Reserve(int64_t bytes);
  /// Copies from host memory to the beginning, where there is room.
  void Upload(const void* values, int64_t bytes);
  /// Copies the first `bytes` to host memory.
  void Download(void* values, int64_t bytes) const;

  /// Null where there is none. Aligned for any number.
  void* data() const { return data_; }
  int64_t capacity() const { return capacity_; }

 private:
  void Release() noexcept;

  MemoryKind memory_;
  const char* what_;
  void* data_ = nullptr;
  int64_t capacity_ = 0;
};

}  // namespace isogs
