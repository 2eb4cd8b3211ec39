// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/pose_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";
constexpr double kTolerance = 1e-3;  // of R^T R = I and of the last row; files hold six digits or more
constexpr const char* kExpectedPose = ", expected a camera-to-world pose (rotation, translation, 0 0 0 1)";

/// Takes the next word off `text`; empty at its end.
std::string_view NextWord(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kSpace));
  text.remove_prefix(word.size());
  return word;
}

double ParseNumber(std::string_view word, const std::string& where) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) {
    throw Error(where + ": found '" + std::string(word.substr(0, 40)) + "', expected a number");
  }
  return value;
}

}  // namespace

MatrixText ParseMatrix(std::string_view text, const std::string& where) {
  MatrixText matrix{};
  size_t count = 0;
  for (std::string_view word = NextWord(text); !word.empty(); word = NextWord(text)) {
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
  for (int line_number = 1; !text.empty(); ++line_number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find_first_not_of(kSpace) == std::string_view::npos) continue;
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
  const double skew = (rotation.transpose() * rotation - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff();
  if (!(skew < kTolerance) || rotation.determinant() < 0.0) {
    throw Error(where + ": found a matrix that is no rotation" + kExpectedPose);
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
