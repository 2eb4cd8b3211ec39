// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "shared/cuda/runtime.h"

namespace isogs::cuda {

/// Copies to the device through pinned memory, so that they go on beside the host's work and the kernels of
/// other streams. One thread at a time; several may share the stream.
class StagedUpload {
 public:
  explicit StagedUpload(Stream stream) : stream_(stream), done_(MakeEvent()) {}
  /// Waits for what was started.
  ~StagedUpload();
  StagedUpload(const StagedUpload&) = delete;
  StagedUpload& operator=(const StagedUpload&) = delete;

  /// Begins a copy. `from` may be changed when the call returns.
  void Start(void* to, const void* from, size_t bytes);
  /// Waits until all copies that were started are done.
  void Wait();

 private:
  struct Block {
    void* memory;
    size_t bytes;
  };

  void GiveBlocksBack() noexcept;

  Stream stream_;
  Event done_;
  std::vector<Block> staging_;
};

}  // namespace isogs::cuda
