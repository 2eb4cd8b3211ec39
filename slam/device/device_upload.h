// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

// Two sources implement this, as device_memory.h.
namespace isogs {

/// Copies host memory to the device beside all other work, on a stream of their own.
class DeviceUpload {
 public:
  DeviceUpload();
  /// Waits for what was started.
  ~DeviceUpload();

  /// Begins a copy. `from` may be changed when the call returns.
  void Start(void* to, const void* from, int64_t bytes);
  void Wait();

 private:
  struct Copies;
  std::unique_ptr<Copies> copies_;
};

}  // namespace isogs
