// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The SIMD rasteriser on each instruction set that this processor has, against the scalar reference.
#include "slam/rendering/rasterizer_cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "tests/slam/rasterizer_harness.h"
#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

/// Makes Highway choose `target` for as long as it lives.
class ForcedTarget {
 public:
  explicit ForcedTarget(int64_t target) { Choose(target); }
  ~ForcedTarget() { Choose(0); }
  ForcedTarget(const ForcedTarget&) = delete;
  ForcedTarget& operator=(const ForcedTarget&) = delete;

 private:
  static void Choose(int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

/// Targets that the kernels are compiled for (see simd_targets.h) and that this processor has.
std::vector<int64_t> Targets() {
  std::vector<int64_t> targets;
  for (const int64_t target : {HWY_SSE4, HWY_AVX2, HWY_AVX3, HWY_NEON}) {
    if ((hwy::SupportedTargets() & target) != 0) targets.push_back(target);
  }
  return targets;
}

/// Everything that a back end computes from a scene.
struct Results {
  std::vector<float> planes;
  std::vector<int32_t> visible;
  std::vector<double> rows, twist, hessian, gradient;

  bool operator==(const Results&) const = default;
};

std::vector<float> PlaneGradients(const Scene& scene) {
  Random random(5);
  std::vector<float> gradients(static_cast<size_t>(plane::kCount) * scene.camera.width * scene.camera.height);
  for (float& g : gradients) g = static_cast<float>(random.NextNormal() + 0.3);
  return gradients;
}

Results Compute(const std::string& backend, const Scene& scene) {
  RasterizerHarness harness(backend, scene);
  Results results;
  results.planes = harness.Render();
  results.visible = harness.Visible();
  const std::vector<float> rows = harness.Backward(PlaneGradients(scene));
  results.rows = {rows.begin(), rows.end()};
  const Twist twist = harness.BackwardPose(PlaneGradients(scene));
  results.twist = {twist.data(), twist.data() + 6};
  const std::vector<float> measured(results.planes.size(), 0.5f);
  const PoseSystem system = harness.LinearizePose(measured, 3.0, 7.0);
  results.hessian = {system.hessian.data(), system.hessian.data() + 36};
  results.gradient = {system.gradient.data(), system.gradient.data() + 6};
  return results;
}

void ExpectClose(const std::vector<double>& actual, const std::vector<double>& expected, const char* what) {
  EXPECT_LE(Compare(actual, expected).relative_error, 5e-4) << what;
}

/// One tile's worth of pixels under more splats than 16 bits can count, thin ones so that all are blended.
Scene CrowdedScene() {
  Scene scene;
  scene.camera = {16, 16, 20.0, 20.0, 7.5, 7.5};
  scene.options.min_alpha = 1e-5f;
  for (int i = 0; i < 70'000; ++i) {
    AddGaussian({{0.0, 0.0, 1.0 + 1e-5 * i}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 1e-4, {i % 2 * 1.0, 0.5, 1.0}},
                &scene.cloud);
  }
  return scene;
}

class SimdTarget : public testing::TestWithParam<int64_t> {
 protected:
  ForcedTarget forced_{GetParam()};
};

TEST_P(SimdTarget, IsTheOneAskedFor) {
  EXPECT_EQ(CpuRasterizerSimdTarget(), hwy::TargetName(GetParam()));
  EXPECT_EQ(MakeBackend(Device::kCpu).simd_target, hwy::TargetName(GetParam()));
}

TEST_P(SimdTarget, ComputesWhatTheReferenceDoes) {
  for (const Scene& scene :
       {RandomScene(3000, 203, 149, 11), RandomScene(300, 37, 51, 2), SurfaceScene(160, 120),
        BorderScene(48, 32), NearPlaneScene(48, 32), OpaqueStackScene(48, 32), HugeScene(48, 40),
        NeedleScene(64, 48), EqualDepthScene(48, 32), SingleScene(1, 1)}) {
    const Results actual = Compute("cpu", scene);
    const Results expected = Compute("cpu_reference", scene);
    const std::vector<double> planes(expected.planes.begin(), expected.planes.end());
    EXPECT_LE(FractionOver(actual.planes, planes, 1e-4), 0.001);
    EXPECT_EQ(actual.visible, expected.visible);
    ExpectClose(actual.rows, expected.rows, "rows");
    ExpectClose(actual.twist, expected.twist, "twist");
    ExpectClose(actual.hessian, expected.hessian, "hessian");
    ExpectClose(actual.gradient, expected.gradient, "gradient");
  }
}

TEST_P(SimdTarget, BlendsMoreSplatsInATileThan16BitsCount) {
  const Scene scene = CrowdedScene();
  const std::vector<float> planes = RasterizerHarness("cpu", scene).Render();
  const std::vector<float> expected = RasterizerHarness("cpu_reference", scene).Render();
  EXPECT_LE(FractionOver(planes, {expected.begin(), expected.end()}, 1e-3), 0.0);
}

TEST_P(SimdTarget, IsTheSameOnAnyNumberOfThreads) {
  const Scene scene = RandomScene(9000, 203, 149, 8);
  Results one_thread;
  {
    const ThreadLimit limit(1);
    one_thread = Compute("cpu", scene);
  }
  for (const int threads : {2, 3, 8}) {
    const ThreadLimit limit(threads);
    EXPECT_EQ(Compute("cpu", scene), one_thread) << threads << " threads";
  }
}

TEST_P(SimdTarget, DropsGaussiansThatAreNotFinite) {
  Scene scene = RandomScene(100, 48, 40, 7);
  const std::vector<float> expected = RasterizerHarness("cpu", scene).Render();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float bad : {nan, infinity, -infinity}) {
    for (int parameter = 0; parameter < 4; ++parameter) {
      AddGaussian({{0, 0, 2}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {1, 1, 1}}, &scene.cloud);
      if (parameter == 0) scene.cloud.means.end()[-3] = bad;
      if (parameter == 1) scene.cloud.colors.back() = bad;
      if (parameter == 2) scene.cloud.rotations.back() = bad;
      if (parameter == 3) scene.cloud.log_scales.back() = std::abs(bad);
    }
  }
  AddGaussian({{0, 0, 2}, {0.1, 0.1, 0.1}, {0, 0, 0, 0}, 0.5, {1, 1, 1}}, &scene.cloud);
  RasterizerHarness harness("cpu", scene);
  EXPECT_EQ(harness.Render(), expected);
  EXPECT_THAT(harness.Backward(PlaneGradients(scene)),
              testing::Each(testing::Truly([](float x) { return std::isfinite(x); })));
}

INSTANTIATE_TEST_SUITE_P(, SimdTarget, testing::ValuesIn(Targets()),
                         [](const auto& test) { return hwy::TargetName(test.param); });

}  // namespace
}  // namespace isogs::test
