// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/npy_header.h"
#include "shared/io/npz.h"

namespace isogs {

/// Whether `value` has the same value as a T. Rounding a floating-point number does not count as change.
template <typename T, typename S>
bool Representable(S value) {
  if constexpr (std::is_floating_point_v<T>) {
    return true;
  } else if constexpr (std::is_floating_point_v<S>) {
    // The largest integers round up to a power of two that no longer fits.
    return value == std::floor(value) && value >= static_cast<S>(std::numeric_limits<T>::min()) &&
           value < std::ldexp(S{1}, std::numeric_limits<T>::digits);
  } else {
    return std::in_range<T>(value);
  }
}

template <typename S, typename T>
void ConvertElements(std::span<const std::byte> bytes, T* out) {
  const S* values = reinterpret_cast<const S*>(bytes.data());
  const size_t count = bytes.size() / sizeof(S);
  for (size_t i = 0; i < count; ++i) {
    if (!Representable<T>(values[i])) {
      throw Error("value " + std::to_string(values[i]) + " does not fit " +
                  std::string(DtypeName(DtypeOf<T>())));
    }
    out[i] = static_cast<T>(values[i]);
  }
}

/// Converts elements of `dtype` to T. Throws Error at one that changes: an integer beyond T's range, or a
/// fraction where T is an integer.
template <typename T>
void ConvertElements(Dtype dtype, std::span<const std::byte> bytes, T* out) {
  switch (dtype) {
    case Dtype::kFloat32:
      return ConvertElements<float>(bytes, out);
    case Dtype::kFloat64:
      return ConvertElements<double>(bytes, out);
    case Dtype::kInt32:
      return ConvertElements<int32_t>(bytes, out);
    case Dtype::kInt64:
      return ConvertElements<int64_t>(bytes, out);
    case Dtype::kUint64:
      return ConvertElements<uint64_t>(bytes, out);
    case Dtype::kUint8:
      return ConvertElements<uint8_t>(bytes, out);
  }
}

}  // namespace isogs
