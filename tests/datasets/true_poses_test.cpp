// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/true_poses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/pose_text.h"
#include "tests/datasets/tiny_datasets.h"

namespace isogs {
namespace {

using testing::HasSubstr;

Pose ReadWith(const DatasetConfig& config, const Pose& stored, PoseAxes layout = PoseAxes::kOpenCv) {
  return *TruePoses(config, layout).Read([&] { return stored; });
}

TEST(TruePoses, AreCameraToWorldInOurAxes) {
  const Pose pose = TinyPose(3);
  Pose opengl = pose;
  opengl.linear() = pose.linear() * Eigen::Vector3d(1, -1, -1).asDiagonal();
  DatasetConfig config;
  EXPECT_TRUE(ReadWith(config, pose).isApprox(pose, 1e-12));
  EXPECT_TRUE(ReadWith(config, opengl, PoseAxes::kOpenGl).isApprox(pose, 1e-12));
  config.pose_axes = PoseAxes::kOpenGl;
  EXPECT_TRUE(ReadWith(config, opengl).isApprox(pose, 1e-12));
  config.pose_direction = PoseDirection::kWorldToCamera;
  EXPECT_TRUE(ReadWith(config, opengl.inverse()).isApprox(pose, 1e-12));
  config.pose_axes = PoseAxes::kOpenCv;
  EXPECT_TRUE(ReadWith(config, pose.inverse(), PoseAxes::kOpenGl).isApprox(pose, 1e-12));
}

TEST(PoseFromMatrix, SaysInWhatWayAMatrixIsNoRotation) {
  const auto error_of = [](double a, double b, double c, double skew) {
    return ErrorOf([&] { PoseFromMatrix({a, skew, 0, 0, 0, b, 0, 0, 0, 0, c, 0, 0, 0, 0, 1}, "here"); });
  };
  EXPECT_THAT(error_of(1, 1, -1, 0), HasSubstr("here: found a matrix that is no rotation (left-handed"));
  EXPECT_THAT(error_of(2, 2, 2, 0), HasSubstr("one scaled by 2)"));
  EXPECT_THAT(error_of(-2, 2, 2, 0), HasSubstr("one scaled by 2, left-handed)"));
  EXPECT_THAT(error_of(1, 1, 1, 0.5), HasSubstr("no axes at right angles"));
}

}  // namespace
}  // namespace isogs
