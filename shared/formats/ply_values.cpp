// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply_values.h"

#include <algorithm>
#include <string>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {

double BinaryPlyValues::Next(PlyScalar scalar) {
  const size_t size = PlyScalarSize(scalar);
  if (left_.size() < size) throw Error("ends before its last value, as if truncated");
  const double value = LoadPlyScalar(scalar, format_, left_.data());
  left_.remove_prefix(size);
  return value;
}

uint64_t BinaryPlyValues::MostOf(const PlyElement& element) const {
  return left_.size() / std::max<size_t>(element.MinimumSize(), 1);
}

void BinaryPlyValues::CheckRoomFor(const PlyElement& element) const {
  if (element.count <= MostOf(element)) return;
  throw Error("has " + std::to_string(left_.size()) + " bytes for " + std::to_string(element.count) +
              " of its " + Quoted(element.name) + ", expected " + std::to_string(element.MinimumSize()) +
              " or more for each");
}

double TextPlyValues::Next(PlyScalar) {
  const std::string_view word = TakeWord(&left_);
  if (word.empty()) throw Error("ends before its last value, as if truncated");
  const std::optional<double> value = ParseReal<double>(word);
  if (!value) {
    const std::string_view read = text_.substr(0, text_.size() - left_.size());
    const auto line = first_line_ + static_cast<size_t>(std::ranges::count(read, '\n'));
    throw Error("line " + std::to_string(line) + " has " + Quoted(word) + ", expected a number");
  }
  return *value;
}

uint64_t TextPlyValues::MostOf(const PlyElement& element) const {
  // A value takes two characters.
  return (left_.size() + 1) / 2 / std::max<size_t>(element.properties.size(), 1);
}

void TextPlyValues::CheckRoomFor(const PlyElement& element) const {
  if (element.count <= MostOf(element)) return;
  throw Error("has " + std::to_string(left_.size()) + " bytes for " + std::to_string(element.count) +
              " of its " + Quoted(element.name) + ", expected more");
}

}  // namespace isogs
