// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/array_values.h"

namespace isogs {
namespace {

constexpr double kMaxRotationError = 1e-6;

using Matrix4dRows = Eigen::Matrix<double, 4, 4, Eigen::RowMajor>;

template <typename T>
void AppendRows(const Pose& pose, std::vector<T>* out) {
  const Matrix4dRows rows = pose.matrix();
  for (int i = 0; i < 16; ++i) out->push_back(static_cast<T>(rows.data()[i]));
}

}  // namespace

std::optional<Pose> MakePose(const NpzReader& reader, const std::string& name, size_t index,
                             const double* values) {
  if (std::all_of(values, values + 16, [](double v) { return std::isnan(v); })) return std::nullopt;
  Pose pose;
  pose.matrix() = Eigen::Map<const Matrix4dRows>(values);
  const double rotation_error =
      (pose.linear() * pose.linear().transpose() - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff();
  const bool rigid = pose.matrix().allFinite() && rotation_error < kMaxRotationError &&
                     pose.linear().determinant() > 0 &&
                     pose.matrix().row(3) == Eigen::RowVector4d(0, 0, 0, 1);
  if (!rigid) {
    throw Error(reader.path().string() + ": array '" + name + "': matrix " + std::to_string(index) +
                " is no rigid motion");
  }
  return pose;
}

std::vector<Pose> ReadPoses(const NpzReader& reader, const std::string& name, int64_t count) {
  const auto values = ReadFinite<double>(reader, name, {count, 4, 4});
  std::vector<Pose> poses;
  for (size_t i = 0; 16 * i < values.size(); ++i) {
    poses.push_back(*MakePose(reader, name, i, &values[16 * i]));
  }
  return poses;
}

Pose ReadPose(const NpzReader& reader, const std::string& name) {
  const auto values = ReadFinite<double>(reader, name, {4, 4});
  return *MakePose(reader, name, 0, values.data());
}

void AppendPose(const Pose& pose, std::vector<float>* out) { AppendRows(pose, out); }
void AppendPose(const Pose& pose, std::vector<double>* out) { AppendRows(pose, out); }

}  // namespace isogs
