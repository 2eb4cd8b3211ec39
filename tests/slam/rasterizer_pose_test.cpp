// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Gauss-Newton on the pose, for every back end.
#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <string>
#include <vector>

#include "tests/slam/rasterizer_harness.h"
#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

// 1 / sigma^2 of grey 0.03 and of 5 mm.
constexpr double kIntensityWeight = 1.0 / (0.03 * 0.03);
constexpr double kDepthWeight = 1.0 / (0.005 * 0.005);

struct Weights {
  std::string name;
  double intensity, depth;
};
const std::vector<Weights> kWeights = {{"intensity", kIntensityWeight, 0.0},
                                       {"depth", 0.0, kDepthWeight},
                                       {"both", kIntensityWeight, kDepthWeight}};

Twist SomeMotion(double size) {
  Twist xi;
  xi << 0.6, -0.5, 0.4, 0.3, 0.4, -0.3;
  return size * xi;
}

double Cosine(const Twist& a, const Twist& b) { return a.dot(b) / (a.norm() * b.norm()); }

class PoseLinearization : public testing::TestWithParam<std::string> {};

TEST_P(PoseLinearization, PointsWhereTheExactGradientPoints) {
  const Scene scene = SurfaceScene(96, 72);
  RasterizerHarness harness(GetParam(), scene);
  const std::vector<float> measured = harness.Render();
  const std::vector<float> rendered = harness.Render(ExpSe3(SomeMotion(0.01)) * scene.camera_from_map);
  for (const Weights& weights : kWeights) {
    SCOPED_TRACE(weights.name);
    const PoseSystem system = harness.LinearizePose(measured, weights.intensity, weights.depth);
    const Twist exact =
        harness.BackwardPose(ResidualGradients(rendered, measured, weights.intensity, weights.depth));
    EXPECT_GT(Cosine(system.gradient, exact), 0.95);
    EXPECT_NEAR(system.gradient.norm() / exact.norm(), 1.0, 0.2);
  }
}

TEST_P(PoseLinearization, HasASymmetricPositiveHessian) {
  const Scene scene = SurfaceScene(64, 48);
  RasterizerHarness harness(GetParam(), scene);
  const PoseSystem system = harness.LinearizePose(harness.Render(), kIntensityWeight, kDepthWeight);
  EXPECT_TRUE(system.gradient.isZero());  // a view compared with itself
  EXPECT_LE((system.hessian - system.hessian.transpose()).norm(), 1e-9 * system.hessian.norm());
  EXPECT_GT((Eigen::SelfAdjointEigenSolver<Eigen::Matrix<double, 6, 6>>(system.hessian).eigenvalues()[0]),
            0.0);
}

TEST_P(PoseLinearization, LeavesOutPixelsOfWeightZero) {
  const Scene scene = SurfaceScene(64, 48);
  RasterizerHarness harness(GetParam(), scene);
  std::vector<float> measured = harness.Render();
  for (float& value : measured) value += 0.1f;
  const PoseSystem system = harness.LinearizePose(measured, 0.0, 0.0);
  EXPECT_TRUE(system.hessian.isZero());
  EXPECT_TRUE(system.gradient.isZero());
}

TEST_P(PoseLinearization, IsTheSumOfItsTerms) {
  const Scene scene = SurfaceScene(64, 48);
  RasterizerHarness harness(GetParam(), scene);
  const std::vector<float> measured = harness.Render();
  harness.Render(ExpSe3(SomeMotion(0.005)) * scene.camera_from_map);
  const PoseSystem intensity = harness.LinearizePose(measured, kIntensityWeight, 0.0);
  const PoseSystem depth = harness.LinearizePose(measured, 0.0, kDepthWeight);
  const PoseSystem both = harness.LinearizePose(measured, kIntensityWeight, kDepthWeight);
  EXPECT_TRUE(both.hessian.isApprox(intensity.hessian + depth.hessian, 1e-5));
  EXPECT_TRUE(both.gradient.isApprox(intensity.gradient + depth.gradient, 1e-5));
}

TEST_P(PoseLinearization, IsTheReferences) {
  const Scene scene = SurfaceScene(64, 48);
  std::vector<PoseSystem> systems;
  for (const std::string& name : {GetParam(), std::string("cpu_reference")}) {
    RasterizerHarness harness(name, scene);
    const std::vector<float> measured = harness.Render();
    harness.Render(ExpSe3(SomeMotion(0.005)) * scene.camera_from_map);
    systems.push_back(harness.LinearizePose(measured, kIntensityWeight, kDepthWeight));
  }
  EXPECT_TRUE(systems[0].hessian.isApprox(systems[1].hessian, 1e-3));
  EXPECT_TRUE(systems[0].gradient.isApprox(systems[1].gradient, 1e-3));
}

TEST_P(PoseLinearization, FindsAKnownPoseInAFewSteps) {
  const Scene scene = SurfaceScene(96, 72);
  for (const Weights& weights : kWeights) {
    SCOPED_TRACE(weights.name);
    RasterizerHarness harness(GetParam(), scene);
    const std::vector<float> measured = harness.Render();
    Pose pose = ExpSe3(SomeMotion(0.01)) * scene.camera_from_map;  // 9 mm, 0.33 degrees
    for (int step = 0; step < 8; ++step) {
      harness.Render(pose);
      const PoseSystem system = harness.LinearizePose(measured, weights.intensity, weights.depth);
      pose = ExpSe3(-system.hessian.ldlt().solve(system.gradient)) * pose;
    }
    const Twist error = LogSe3(pose * scene.camera_from_map.inverse());
    EXPECT_LE(error.head<3>().norm(), 1e-4);
    EXPECT_LE(error.tail<3>().norm(), 1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(, PoseLinearization, testing::ValuesIn(BackendNames()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace isogs::test
