// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>
#include <new>

namespace isogs {

/// Memory for SIMD loads and stores, aligned for every target; freed at its end.
template <typename T>
using AlignedArray = hwy::AlignedFreeUniquePtr<T[]>;

/// `count` values, not initialised. Throws std::bad_alloc, where Highway itself gives a null pointer.
template <typename T>
AlignedArray<T> MakeAlignedArray(size_t count) {
  AlignedArray<T> array = hwy::AllocateAligned<T>(count);
  if (array == nullptr) throw std::bad_alloc();
  return array;
}

}  // namespace isogs
