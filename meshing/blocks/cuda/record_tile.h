// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>

#include "meshing/blocks/cuda/block_kernels.h"
#include "shared/cuda/kernel.h"

namespace isogs::cuda {

/// Copies the records of list[0..count), at most a warp's size of them, to shared memory. All threads of the
/// block must call it, and wait for each other before and after.
template <typename Record>
__device__ inline void LoadTile(const Record* records, const uint32_t* list, int count, Record* tile) {
  constexpr int kWord = sizeof(uint32_t), kWords = sizeof(Record) / kWord;
  static_assert(sizeof(Record) % kWord == 0);
  for (int i = static_cast<int>(threadIdx.x); i < count * kWords; i += static_cast<int>(blockDim.x)) {
    const int at = i / kWords, byte = i % kWords * kWord;
    auto* to = reinterpret_cast<unsigned char*>(tile + at) + byte;
    const auto* from = reinterpret_cast<const unsigned char*>(records + list[at]) + byte;
    std::memcpy(__builtin_assume_aligned(to, kWord), __builtin_assume_aligned(from, kWord), kWord);
  }
}

/// Whether the Gaussian's samples meet those of a box of the block that begins at `origin`, the box made
/// larger by `beyond` on its upper sides.
__device__ inline bool Meets(const PreparedGaussian& gaussian, const int32_t* origin, const SampleBox& box,
                             int beyond) {
  bool meets = true;
  for (int k = 0; k < 3; ++k) {
    const int low = gaussian.low[static_cast<size_t>(k)] - origin[k];
    const int size = gaussian.size[static_cast<size_t>(k)];
    meets = meets && size > 0 && low <= box.last[k] + beyond && low + size > box.low[k];
  }
  return meets;
}

}  // namespace isogs::cuda
