// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/motion_model.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

Pose Step() {
  Twist xi;
  xi << 0.02, -0.01, 0.03, 0.01, 0.02, -0.015;
  return ExpSe3(xi);
}

TEST(MotionModel, PredictsExactlyWhereTheVelocityIsConstant) {
  MotionModel model;
  Pose pose = Pose::Identity();
  for (int i = 0; i < 5; ++i) {
    model.Update(pose);
    pose = Step() * pose;
    if (i == 0) continue;
    EXPECT_TRUE(model.Predict().isApprox(pose, 1e-12));
  }
}

TEST(MotionModel, StandsStillAfterTheFirstPoseAndAfterAReset) {
  MotionModel model;
  model.Update(Step());
  EXPECT_TRUE(model.Predict().isApprox(Step(), 1e-12));
  model.Update(Step() * Step());
  model.Reset(Pose::Identity());
  EXPECT_TRUE(model.Predict().isApprox(Pose::Identity(), 1e-12));
}

}  // namespace
}  // namespace isogs
