// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/geometry/pose.h"
#include "shared/io/npz.h"

namespace isogs {

// How poses and numbers stand in the arrays of params files and checkpoints. Poses are 4x4 matrices, row by
// row.

/// Throws Error naming file and array if one of the values is NaN or infinite.
template <typename T>
void CheckFinite(const NpzReader& reader, const std::string& name, const std::vector<T>& values) {
  const auto bad = std::find_if(values.begin(), values.end(), [](T v) { return !std::isfinite(v); });
  if (bad != values.end()) {
    throw Error(reader.path().string() + ": array '" + name + "': value " +
                std::to_string(bad - values.begin()) + " is not finite");
  }
}

/// An array of `shape` (-1: any size) without NaN and infinity. Throws Error naming file and array.
template <typename T>
std::vector<T> ReadFinite(const NpzReader& reader, const std::string& name, const Shape& shape) {
  std::vector<T> values = reader.Read<T>(name, shape);
  CheckFinite(reader, name, values);
  return values;
}

/// The pose number `index` of array `name`, whose matrix begins at `values`; nothing if it is all NaN. Throws
/// Error if it is no rigid motion.
std::optional<Pose> MakePose(const NpzReader& reader, const std::string& name, size_t index,
                             const double* values);
/// A whole array of poses, [N,4,4]. `count` -1: as many as there are.
std::vector<Pose> ReadPoses(const NpzReader& reader, const std::string& name, int64_t count);
/// An array that is one pose, [4,4].
Pose ReadPose(const NpzReader& reader, const std::string& name);

void AppendPose(const Pose& pose, std::vector<float>* out);
void AppendPose(const Pose& pose, std::vector<double>* out);

}  // namespace isogs
