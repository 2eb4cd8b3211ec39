// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isogs {

/// Element types of arrays in files, little-endian.
enum class Dtype { kFloat32, kFloat64, kInt32, kInt64, kUint64, kUint8 };

using Shape = std::vector<int64_t>;

/// Bytes of one element.
size_t ItemSize(Dtype dtype);
/// As numpy writes it, e.g. "<f4".
std::string_view DtypeName(Dtype dtype);
/// As numpy prints it, e.g. "(3, 4)"; -1, where any size will do, as "*".
std::string ShapeName(const Shape& shape);
/// Product of the sizes. Throws Error if one is negative or the product overflows.
uint64_t ElementCount(const Shape& shape);

/// What stands before an array's elements in a .npy file.
struct NpyHeader {
  Dtype dtype = Dtype::kFloat32;
  Shape shape;
  bool fortran_order = false;  ///< elements follow with the first index fastest; only read

  bool operator==(const NpyHeader&) const = default;
};

/// First bytes of a .npy file: magic, version and the length of the text that follows (numpy.lib.format).
inline constexpr size_t kNpyPrefixSize = 8;

/// The whole header, format 1.0, padded to a multiple of 64 bytes as numpy does.
std::string FormatNpyHeader(const NpyHeader& header);

/// Reads the header's text, a Python dictionary. Throws Error saying what was found and what was expected:
/// object and structured types, big-endian elements and absurd shapes are refused.
NpyHeader ParseNpyHeaderText(std::string_view text);

}  // namespace isogs
