// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs::synthetic {

/// A value of a JSON file together with the file's name and the value's place in it, for errors:
/// "a.json: objects[3].size_m: found '[1,2]', expected a list of 3".
class MetadataReader {
 public:
  using Json = nlohmann::ordered_json;

  /// Keeps a reference to `value`.
  MetadataReader(const Json& value, std::string file, std::string key = "")
      : value_(value), file_(std::move(file)), key_(std::move(key)) {}

  MetadataReader At(const char* key) const;
  MetadataReader At(size_t index) const;
  /// Of a list. `count`: how many there must be; negative: any number.
  size_t Size(int64_t count = -1) const;

  std::string Text() const;
  double Number() const;
  double NumberIn(double low, double high) const;
  int64_t Whole(int64_t low, int64_t high) const;
  uint64_t Unsigned() const;
  Eigen::Vector3d Vector() const;
  Pose RigidPose() const;

  template <size_t N>
  std::array<double, N> Numbers() const {
    std::array<double, N> values;
    for (size_t i = 0, count = Size(static_cast<int64_t>(N)); i < count; ++i) values[i] = At(i).Number();
    return values;
  }
  template <size_t N>
  std::array<int, N> Ids(int64_t low, int64_t high) const {
    std::array<int, N> ids;
    for (size_t i = 0, count = Size(static_cast<int64_t>(N)); i < count; ++i)
      ids[i] = static_cast<int>(At(i).Whole(low, high));
    return ids;
  }
  /// `read` of each entry.
  template <typename Read>
  auto List(const Read& read) const {
    std::vector<decltype(read(*this))> list;
    for (size_t i = 0, count = Size(); i < count; ++i) list.push_back(read(At(i)));
    return list;
  }

  /// The value is `expected`, key by key, with no other keys.
  void RequireSame(const Json& expected) const;

  [[noreturn]] void Fail(const std::string& expected) const;

 private:
  const Json& value_;
  std::string file_, key_;
};

}  // namespace isogs::synthetic
