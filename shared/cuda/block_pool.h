// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>

namespace isogs::cuda {

/// Blocks of memory that are given back and taken again at the same size, so that nothing is allocated in
/// steady state. Any thread may call.
class BlockPool {
 public:
  enum class Memory { kDevice, kPinned };

  explicit BlockPool(Memory memory) : memory_(memory) {}
  ~BlockPool() { Trim(); }
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;

  /// `what` names its use, as for Allocate.
  void* Take(size_t bytes, const char* what);
  /// For a block that the device has done with.
  void GiveBack(void* block, size_t bytes, const char* what) noexcept;
  /// Frees the blocks that nobody has. Returns their bytes.
  size_t Trim() noexcept;

 private:
  const Memory memory_;
  std::mutex mutex_;
  std::multimap<size_t, void*> spare_;  // by size
};

/// The process's own. Device memory that lies spare there counts as allocated, under a name of its own, and
/// is freed before an allocation fails.
BlockPool& DevicePool();
BlockPool& PinnedPool();

}  // namespace isogs::cuda
