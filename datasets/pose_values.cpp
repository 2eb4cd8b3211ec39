// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/pose_values.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {

Pose PoseFromQuaternion(const Eigen::Vector3d& position, const Eigen::Vector4d& xyzw,
                        const std::string& where) {
  if (!position.allFinite()) throw Error(where + ": found a position with NaN or infinity, expected numbers");
  if (!(std::abs(xyzw.norm() - 1.0) < 1e-2)) {
    throw Error(fmt::format("{}: found a quaternion of length {:g}, expected 1", where, xyzw.norm()));
  }
  Pose pose = Pose::Identity();
  pose.linear() = Eigen::Quaterniond(xyzw[3], xyzw[0], xyzw[1], xyzw[2]).normalized().toRotationMatrix();
  pose.translation() = position;
  return pose;
}

MatrixText MatrixFromJson(const nlohmann::ordered_json& rows, const std::string& where) {
  MatrixText matrix{};
  matrix[15] = 1.0;
  bool is_matrix = rows.is_array() && (rows.size() == 3 || rows.size() == 4);
  for (size_t row = 0; is_matrix && row < rows.size(); ++row) {
    is_matrix = rows[row].is_array() && rows[row].size() == 4;
    for (size_t column = 0; is_matrix && column < 4; ++column) {
      is_matrix = rows[row][column].is_number();
      if (is_matrix) matrix[4 * row + column] = rows[row][column].get<double>();
    }
  }
  if (is_matrix) return matrix;
  throw Error(where + ": found " + Quoted(rows.dump()) + ", expected four lists of four numbers");
}

}  // namespace isogs
