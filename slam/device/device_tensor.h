// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/index_select.h>

#include <vector>

#include "slam/device/device_memory.h"

namespace isogs {

/// Whether blocks of the same size will be wanted again.
enum class Blocks { kOwn, kReused };

/// An uninitialised tensor in a back end's memory. `what` names its use in messages about too little memory;
/// a literal.
inline at::Tensor MakeTensor(MemoryKind memory, const std::vector<int64_t>& shape, at::ScalarType type,
                             const char* what, Blocks blocks = Blocks::kOwn) {
  if (memory == MemoryKind::kHost) return at::empty(shape, type);
  int64_t bytes = static_cast<int64_t>(at::elementSize(type));
  for (const int64_t size : shape) bytes *= size;
  const bool reused = blocks == Blocks::kReused;
  void* const values = reused ? TakeBlockOnDevice(bytes, what) : AllocateOnDevice(bytes, what);
  const auto release = [bytes, what, reused](void* memory_to_free) {
    reused ? GiveBlockBack(memory_to_free, bytes, what) : FreeOnDevice(memory_to_free, bytes, what);
  };
  return at::from_blob(values, shape, release, at::TensorOptions().dtype(type).device(at::kCUDA));
}

}  // namespace isogs
