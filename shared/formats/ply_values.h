// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/formats/ply_header.h"

namespace isogs {

/// The values of a binary PLY file, one after the other. What stands behind the last is ignored.
class BinaryPlyValues {
 public:
  BinaryPlyValues(PlyFormat format, std::string_view bytes) : format_(format), left_(bytes) {}

  double Next(PlyScalar scalar);
  /// How many such elements, their lists empty, there is room for.
  uint64_t MostOf(const PlyElement& element) const;
  /// Throws Error unless so many elements may follow.
  void CheckRoomFor(const PlyElement& element) const;
  void CheckEnd() const {}

 private:
  PlyFormat format_;
  std::string_view left_;
};

/// The same of a text file.
class TextPlyValues {
 public:
  explicit TextPlyValues(std::string_view text) : left_(text) {}

  double Next(PlyScalar scalar);
  uint64_t MostOf(const PlyElement& element) const;
  void CheckRoomFor(const PlyElement& element) const;
  void CheckEnd();

 private:
  std::string_view left_;
};

}  // namespace isogs
