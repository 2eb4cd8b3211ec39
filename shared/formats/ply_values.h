// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/formats/ply_header.h"

namespace isogs {

// The values of a PLY file, one after the other. What stands behind the last is ignored.

/// Of a binary file.
class BinaryPlyValues {
 public:
  BinaryPlyValues(PlyFormat format, std::string_view bytes) : format_(format), left_(bytes) {}

  double Next(PlyScalar scalar);
  /// How many such elements, their lists empty, there is room for.
  uint64_t MostOf(const PlyElement& element) const;
  /// Throws Error unless so many elements may follow.
  void CheckRoomFor(const PlyElement& element) const;

 private:
  PlyFormat format_;
  std::string_view left_;
};

/// Of a text file. Errors name the line; that behind the header is `first_line`.
class TextPlyValues {
 public:
  TextPlyValues(std::string_view text, size_t first_line)
      : text_(text), left_(text), first_line_(first_line) {}

  double Next(PlyScalar scalar);
  uint64_t MostOf(const PlyElement& element) const;
  void CheckRoomFor(const PlyElement& element) const;

 private:
  std::string_view text_;
  std::string_view left_;
  size_t first_line_;
};

}  // namespace isogs
