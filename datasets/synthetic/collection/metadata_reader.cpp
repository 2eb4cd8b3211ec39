// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/metadata_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs::synthetic {
namespace {

/// Not the text of what may be deeply nested.
std::string Shown(const nlohmann::ordered_json& value) {
  const bool nested = std::ranges::any_of(value, [](const auto& entry) { return entry.is_structured(); });
  if (!value.is_structured() || !nested) return Quoted(value.dump());
  return (value.is_array() ? "a list of " : "an object of ") + std::to_string(value.size());
}

}  // namespace

MetadataReader MetadataReader::At(const char* key) const {
  static const Json kNothing;
  if (!value_.is_object()) Fail("an object");
  const auto found = value_.find(key);
  std::string place = key_;
  if (!place.empty()) place += ".";
  place += key;
  if (found != value_.end()) return {*found, file_, place};
  throw Error(file_ + ": " + place + ": found nothing, expected it to be there");
}

MetadataReader MetadataReader::At(size_t index) const {
  std::string place = key_;
  place.append("[").append(std::to_string(index)).append("]");
  return {value_.at(index), file_, place};
}

size_t MetadataReader::Size(int64_t count) const {
  if (!value_.is_array() || (count >= 0 && value_.size() != static_cast<size_t>(count)))
    Fail(count < 0 ? "a list" : "a list of " + std::to_string(count));
  return value_.size();
}

std::string MetadataReader::Text() const {
  if (!value_.is_string()) Fail("a text");
  return value_.get<std::string>();
}

double MetadataReader::Number() const {
  if (!value_.is_number()) Fail("a number");
  return value_.get<double>();
}

double MetadataReader::NumberIn(double low, double high) const {
  const double number = Number();
  if (number >= low && number <= high) return number;
  char text[96];
  std::snprintf(text, sizeof(text), "%g to %g", low, high);
  Fail(text);
}

int64_t MetadataReader::Whole(int64_t low, int64_t high) const {
  const bool fits = value_.is_number_integer() &&
                    (!value_.is_number_unsigned() || value_.get<uint64_t>() <= uint64_t{INT64_MAX});
  if (fits && value_.get<int64_t>() >= low && value_.get<int64_t>() <= high) return value_.get<int64_t>();
  Fail("a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

uint64_t MetadataReader::Unsigned() const {
  if (!value_.is_number_unsigned()) Fail("a whole number from 0");
  return value_.get<uint64_t>();
}

Eigen::Vector3d MetadataReader::Vector() const {
  const std::array<double, 3> numbers = Numbers<3>();
  return {numbers[0], numbers[1], numbers[2]};
}

/// Its bits as they stand there: what is calculated from it is then the same, too.
Pose MetadataReader::RigidPose() const {
  constexpr double kTolerance = 1e-6;
  Pose pose = Pose::Identity();
  Size(4);
  for (size_t row = 0; row < 4; ++row) {
    const std::array<double, 4> numbers = At(row).Numbers<4>();
    for (size_t column = 0; column < 4; ++column)
      pose.matrix()(static_cast<int>(row), static_cast<int>(column)) = numbers[column];
  }
  const Eigen::Matrix3d turn = pose.linear();
  const bool rigid =
      (turn * turn.transpose() - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() < kTolerance &&
      turn.determinant() > 0.0 && pose.matrix().row(3) == Eigen::RowVector4d(0.0, 0.0, 0.0, 1.0);
  if (!rigid) Fail("a rotation and a translation as 4 rows of 4");
  return pose;
}

void MetadataReader::RequireSame(const Json& expected) const {
  if (!expected.is_object()) {
    if (value_ != expected) Fail(Shown(expected));
    return;
  }
  for (const auto& [key, value] : expected.items()) At(key.c_str()).RequireSame(value);
  for (const auto& [key, value] : value_.items())
    if (!expected.contains(key)) At(key.c_str()).Fail("no such key");
}

void MetadataReader::Fail(const std::string& expected) const {
  std::string place = file_;
  if (!key_.empty()) place.append(": ").append(key_);
  throw Error(place + ": found " + Shown(value_) + ", expected " + expected);
}

}  // namespace isogs::synthetic
