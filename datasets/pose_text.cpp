// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/pose_text.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <cstddef>
#include <optional>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr double kTolerance = 1e-2;  // of R^T R = I and of the last row; some files hold three decimals
constexpr const char* kExpectedPose = ", expected a camera-to-world pose (rotation, translation, 0 0 0 1)";

double ParseNumber(std::string_view word, const std::string& where) {
  const std::optional<double> value = ParseReal<double>(word);
  if (!value) throw Error(where + ": found " + Quoted(word) + ", expected a number");
  return *value;
}

/// Empty lines and comments, as numpy.savetxt writes its header.
bool HoldsNumbers(std::string_view line) {
  const std::string_view word = TakeWord(&line);
  return !word.empty() && !word.starts_with('#');
}

double DeviationFromRotation(const Eigen::Matrix3d& matrix) {
  return (matrix.transpose() * matrix - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff();
}

/// Nothing for a rotation; otherwise, in brackets, what is wrong.
std::string FaultOfRotation(const Eigen::Matrix3d& matrix) {
  const double determinant = matrix.determinant();
  if (DeviationFromRotation(matrix) < kTolerance) {
    return determinant > 0.0 ? "" : " (left-handed: one axis points the wrong way)";
  }
  const double scale = std::cbrt(std::abs(determinant));
  if (scale > 0.0 && DeviationFromRotation(matrix / scale) < kTolerance) {
    return fmt::format(" (but one scaled by {:g}{})", scale, determinant > 0.0 ? "" : ", left-handed");
  }
  return " (its columns are no axes at right angles)";
}

}  // namespace

MatrixText ParseMatrix(std::string_view text, const std::string& where) {
  MatrixText matrix{};
  size_t count = 0;
  text = WithoutByteOrderMark(text);
  for (std::string_view word = TakeWord(&text); !word.empty(); word = TakeWord(&text)) {
    const double value = ParseNumber(word, where);
    if (count < matrix.size()) matrix[count] = value;
    ++count;
  }
  if (count != matrix.size()) {
    throw Error(where + ": found " + std::to_string(count) + " numbers, expected the 16 of a 4x4 matrix");
  }
  return matrix;
}

std::vector<MatrixText> ParseMatrixLines(std::string_view text, const std::string& where) {
  std::vector<MatrixText> matrices;
  text = WithoutByteOrderMark(text);
  for (int line_number = 1; !text.empty(); ++line_number) {
    const std::string_view line = TakeLine(&text);
    if (!HoldsNumbers(line)) continue;
    matrices.push_back(ParseMatrix(line, where + " line " + std::to_string(line_number)));
  }
  return matrices;
}

Pose PoseFromMatrix(const MatrixText& matrix, const std::string& where) {
  for (const double value : matrix) {
    if (!std::isfinite(value)) throw Error(where + ": found a pose with NaN or infinity" + kExpectedPose);
  }
  const Eigen::Matrix4d values =
      Eigen::Map<const Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(matrix.data());
  const Eigen::Matrix3d rotation = values.topLeftCorner<3, 3>();
  if (const std::string fault = FaultOfRotation(rotation); !fault.empty()) {
    throw Error(where + ": found a matrix that is no rotation" + fault + kExpectedPose);
  }
  if (!((values.row(3) - Eigen::RowVector4d(0, 0, 0, 1)).cwiseAbs().maxCoeff() < kTolerance)) {
    throw Error(where + ": found another last row" + kExpectedPose);
  }
  Pose pose = Pose::Identity();
  pose.linear() = rotation;
  pose.translation() = values.topRightCorner<3, 1>();
  return Orthonormalized(pose);
}

}  // namespace isogs
