// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isogs {

/// Closed interval that a number must lie in.
template <typename T>
struct Range {
  T low;
  T high;
};

template <typename T>
constexpr Range<T> InRange(T low, T high) {
  return {low, high};
}

/// Names of an enumeration's values as they stand in YAML.
template <typename E>
using EnumNames = std::vector<std::pair<std::string, E>>;

/// Three numbers, one an axis: a list in YAML, or "x y z". Nothing: not given.
using Triple = std::optional<std::array<double, 3>>;

// A configuration struct lists its fields once, in a member template
//
//   template <typename Visitor> void Visit(Visitor& visit) {
//     visit("iterations", iterations, InRange(0, 1000));   // number with its range
//     visit("path", path);                                  // string or bool
//     visit("mode", mode, kTrackingModeNames);              // enumeration
//     visit("center", center, InRange(-1.0, 1.0));          // Triple
//     visit("iso", iso);                                    // nested struct
//   }
//
// and reading, writing, checking and comparing are visitors (config_reader.cpp, config_writer.cpp).

}  // namespace isogs
