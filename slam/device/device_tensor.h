// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/types.h>

#include <vector>

#include "slam/device/device_memory.h"

namespace isogs {

/// Whether blocks of the same size will be wanted again.
enum class Blocks { kOwn, kReused };

/// An uninitialised tensor in a back end's memory. `what` names its use in messages about too little memory;
/// a literal.
inline torch::Tensor MakeTensor(MemoryKind memory, const std::vector<int64_t>& shape, torch::ScalarType type,
                                const char* what, Blocks blocks = Blocks::kOwn) {
  if (memory == MemoryKind::kHost) return torch::empty(shape, type);
  int64_t bytes = static_cast<int64_t>(torch::elementSize(type));
  for (const int64_t size : shape) bytes *= size;
  const bool reused = blocks == Blocks::kReused;
  void* const values = reused ? TakeBlockOnDevice(bytes, what) : AllocateOnDevice(bytes, what);
  const auto release = [bytes, what, reused](void* memory_to_free) {
    reused ? GiveBlockBack(memory_to_free, bytes, what) : FreeOnDevice(memory_to_free, bytes, what);
  };
  return torch::from_blob(values, shape, release, torch::TensorOptions().dtype(type).device(torch::kCUDA));
}

}  // namespace isogs
