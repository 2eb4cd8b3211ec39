// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// One body for every back end, against the LibTorch oracle.
#include "slam/rendering/rasterizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <ostream>
#include <string>
#include <tuple>
#include <typeinfo>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "tests/reference/rasterizer_oracle.h"
#include "tests/slam/rasterizer_harness.h"
#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

struct NamedScene {
  std::string name;
  std::function<Scene()> make;

  friend std::ostream& operator<<(std::ostream& out, const NamedScene& scene) { return out << scene.name; }
};

Scene WithMinAlpha(Scene scene, float min_alpha) {
  scene.options.min_alpha = min_alpha;
  return scene;
}

const std::vector<NamedScene>& Scenes() {
  static const std::vector<NamedScene> scenes = {
      {"Random", [] { return RandomScene(250, 48, 40, 1); }},
      {"RandomOddSize", [] { return RandomScene(150, 37, 51, 2); }},
      {"RandomMinAlpha", [] { return WithMinAlpha(RandomScene(250, 48, 40, 3), 1.0f / 20.0f); }},
      {"OnePixel", [] { return RandomScene(30, 1, 1, 4); }},
      {"OneRow", [] { return RandomScene(60, 65, 1, 5); }},
      {"OneColumn", [] { return RandomScene(60, 1, 65, 6); }},
      {"Borders", [] { return BorderScene(48, 32); }},
      {"NearPlane", [] { return NearPlaneScene(48, 32); }},
      {"OpaqueStack", [] { return OpaqueStackScene(48, 32); }},
      {"Single", [] { return SingleScene(40, 24); }},
      {"Empty", [] { return EmptyScene(20, 20); }},
      {"AllCulled", [] { return CulledScene(40, 24); }},
      {"Huge", [] { return HugeScene(48, 40); }},
      {"Needles", [] { return NeedleScene(64, 48); }},
      {"EqualDepths", [] { return EqualDepthScene(48, 32); }},
      {"Surface", [] { return SurfaceScene(32, 24); }},
  };
  return scenes;
}

/// Random gradients with a mean, so that sums over pixels do not merely cancel.
std::vector<float> PlaneGradients(const Scene& scene) {
  Random random(99);
  std::vector<float> gradients(static_cast<size_t>(plane::kCount) * scene.camera.width * scene.camera.height);
  for (float& g : gradients) g = static_cast<float>(random.NextNormal() + 0.3);
  return gradients;
}

std::vector<double> ToVector(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

std::vector<double> ToDouble(const std::vector<float>& values) { return {values.begin(), values.end()}; }

/// dL/d of each of Parameters::All() by autograd.
std::vector<std::vector<double>> OracleGradients(const Scene& scene,
                                                 const std::vector<float>& plane_gradients) {
  const reference::Parameters parameters = reference::MakeParameters(scene.cloud);
  const torch::Tensor planes = reference::Render(parameters, scene.render_camera(), scene.options);
  const torch::Tensor weights =
      torch::from_blob(const_cast<float*>(plane_gradients.data()), planes.sizes(), torch::kFloat32)
          .to(torch::kFloat64);
  (planes * weights).sum().backward();
  std::vector<std::vector<double>> gradients;
  for (const torch::Tensor& parameter : parameters.All()) {
    gradients.push_back(
        ToVector(parameter.grad().defined() ? parameter.grad() : torch::zeros_like(parameter)));
  }
  return gradients;
}

/// Columns [first, first + count) of rows [N,16].
std::vector<double> Columns(const std::vector<float>& rows, int first, int count) {
  std::vector<double> values;
  for (size_t row = 0; row < rows.size(); row += column::kStride) {
    values.insert(values.end(), rows.begin() + row + first, rows.begin() + row + first + count);
  }
  return values;
}

double Norm(const std::vector<double>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

/// Gradients that vanish, as those of rotations of spheres do, are compared with `scale`, the size of others.
void ExpectAgreement(const std::vector<double>& actual, const std::vector<double>& expected, double scale,
                     const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  if (Norm(expected) <= 1e-9 * scale) {
    EXPECT_LE(Norm(actual), 1e-5 * scale) << what;
    return;
  }
  const Agreement agreement = Compare(actual, expected);
  SCOPED_TRACE(what);
  EXPECT_LE(agreement.relative_error, 1e-3);
  EXPECT_GE(agreement.cosine, 0.9999);
  EXPECT_LE(std::abs(agreement.bias), 5e-4);
}

using SceneParam = std::tuple<std::string, NamedScene>;

class RasterizerScene : public testing::TestWithParam<SceneParam> {
 protected:
  const std::string& backend() const { return std::get<0>(GetParam()); }
  Scene MakeScene() const { return std::get<1>(GetParam()).make(); }
};

TEST_P(RasterizerScene, RendersAsTheOracle) {
  const Scene scene = MakeScene();
  RasterizerHarness harness(backend(), scene);
  const std::vector<float> actual = harness.Render();
  const std::vector<double> expected = ToVector(
      reference::Render(reference::MakeParameters(scene.cloud), scene.render_camera(), scene.options));
  // A contribution right at min_alpha or at the last transmittance may fall on either side.
  EXPECT_LE(FractionOver(actual, expected, 1e-4), 0.002);
  EXPECT_EQ(FractionOver(actual, expected, 2.0 * scene.options.min_alpha), 0.0);
}

TEST_P(RasterizerScene, HasTheOraclesGradients) {
  const Scene scene = MakeScene();
  const std::vector<float> plane_gradients = PlaneGradients(scene);
  RasterizerHarness harness(backend(), scene);
  harness.Render();
  const std::vector<float> rows = harness.Backward(plane_gradients);
  const std::vector<std::vector<double>> expected = OracleGradients(scene, plane_gradients);
  const double scale = Norm(expected[0]);
  ExpectAgreement(Columns(rows, column::kMean, 3), expected[0], scale, "means");
  ExpectAgreement(Columns(rows, column::kColor, 3), expected[1], scale, "colors");
  ExpectAgreement(Columns(rows, column::kRotation, 4), expected[2], scale, "rotations");
  ExpectAgreement(Columns(rows, column::kLogitOpacity, 1), expected[3], scale, "logit_opacities");
  ExpectAgreement(Columns(rows, column::kLogScale, 3), expected[4], scale, "log_scales");
}

TEST_P(RasterizerScene, HasTheOraclesPoseGradient) {
  const Scene scene = MakeScene();
  const std::vector<float> plane_gradients = PlaneGradients(scene);
  RasterizerHarness harness(backend(), scene);
  harness.Render();
  const Twist actual = harness.BackwardPose(plane_gradients);
  const std::vector<double> expected = OracleGradients(scene, plane_gradients)[5];
  ExpectAgreement({actual.data(), actual.data() + 6}, expected, Norm(expected), "twist");
}

TEST_P(RasterizerScene, ListsVisibleGaussiansAscending) {
  const Scene scene = MakeScene();
  RasterizerHarness harness(backend(), scene);
  harness.Render();
  const std::vector<int32_t> visible = harness.Visible();
  EXPECT_TRUE(std::is_sorted(visible.begin(), visible.end(), std::less_equal<>()));
  for (const int32_t index : visible) {
    ASSERT_GE(index, 0);
    ASSERT_LT(index, static_cast<int32_t>(scene.cloud.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(, RasterizerScene,
                         testing::Combine(testing::ValuesIn(BackendNames()), testing::ValuesIn(Scenes())),
                         [](const auto& test) {
                           return std::get<0>(test.param) + "_" + std::get<1>(test.param).name;
                         });

class RasterizerBackend : public testing::TestWithParam<std::string> {};

TEST_P(RasterizerBackend, SeesNothingInAnEmptyOrCulledMap) {
  for (const Scene& scene : {EmptyScene(20, 20), CulledScene(40, 24)}) {
    RasterizerHarness harness(GetParam(), scene);
    EXPECT_THAT(harness.Render(), testing::Each(0.0f));
    EXPECT_THAT(harness.Visible(), testing::IsEmpty());
    EXPECT_THAT(harness.Backward(PlaneGradients(scene)), testing::Each(0.0f));
    EXPECT_EQ(harness.BackwardPose(PlaneGradients(scene)), Twist::Zero());
  }
}

/// Where splats hide parts of each other, the depth of their centres would be that of the nearer ones.
TEST_P(RasterizerBackend, RendersTheDepthOfASlantedWallOfDiscs) {
  Scene scene;
  scene.camera = MakeCamera(64, 48);
  const Eigen::Vector3d normal = Eigen::Vector3d(-0.8, 0.3, -0.5).normalized();
  const auto wall_m = [&](int u, int v) {
    const Eigen::Vector3d ray((u - scene.camera.cx) / scene.camera.fx,
                              (v - scene.camera.cy) / scene.camera.fy, 1.0);
    return normal.dot(Eigen::Vector3d(0, 0, 2)) / normal.dot(ray);
  };
  const auto q = Eigen::Quaterniond::FromTwoVectors(Eigen::Vector3d::UnitZ(), normal);
  for (int v = -8; v < scene.camera.height + 8; ++v) {
    for (int u = -8; u < scene.camera.width + 8; ++u) {
      const double z = wall_m(u, v), pixel_m = z / scene.camera.fx;
      if (!(z > 0.5 && z < 8.0)) continue;
      AddGaussian({{(u - scene.camera.cx) * pixel_m, (v - scene.camera.cy) * z / scene.camera.fy, z},
                   {1.2 * pixel_m, 1.2 * pixel_m, 0.02 * pixel_m},
                   {q.w(), q.x(), q.y(), q.z()},
                   0.95,
                   {1, 1, 1}},
                  &scene.cloud);
    }
  }
  RasterizerHarness harness(GetParam(), scene);
  const std::vector<float> planes = harness.Render();
  const auto pixels = static_cast<size_t>(harness.pixel_count());
  double sum = 0.0, largest = 0.0;
  int seen = 0;
  for (int v = 0; v < scene.camera.height; ++v) {
    for (int u = 0; u < scene.camera.width; ++u) {
      const auto pixel = static_cast<size_t>(v * scene.camera.width + u);
      if (!(wall_m(u, v) > 1.0 && wall_m(u, v) < 4.0)) continue;
      const double step = std::abs(wall_m(u + 1, v) - wall_m(u, v));  // depth of the wall over a pixel
      const double depth =
          SeenDepth(planes[plane::kDepth * pixels + pixel], planes[plane::kSilhouette * pixels + pixel]);
      const double error = (depth - wall_m(u, v)) / step;
      sum += error;
      largest = std::max(largest, std::abs(error));
      ++seen;
    }
  }
  ASSERT_GT(seen, 500);
  EXPECT_NEAR(sum / seen, 0.0, 0.1);
  EXPECT_LT(largest, 0.3);
}

TEST_P(RasterizerBackend, LeavesNoTraceOfTheLastRender) {
  const Scene scene = RandomScene(250, 48, 40, 1);
  const Pose other = Pose(Eigen::Translation3d(0.3, 0.1, 0.5)) * scene.camera_from_map;
  RasterizerHarness fresh(GetParam(), scene);
  const std::vector<float> planes = fresh.Render();
  const std::vector<float> rows = fresh.Backward(PlaneGradients(scene));
  RasterizerHarness used(GetParam(), scene);
  used.Render(other);
  used.Backward(PlaneGradients(scene));
  EXPECT_EQ(used.Render(scene.camera_from_map), planes);
  EXPECT_EQ(used.Backward(PlaneGradients(scene)), rows);
}

TEST_P(RasterizerBackend, IgnoresGaussiansThatAreNotFinite) {
  Scene scene = RandomScene(100, 48, 40, 7);
  const std::vector<float> expected = RasterizerHarness(GetParam(), scene).Render();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float bad : {nan, infinity, -infinity}) {
    AddGaussian({{0, 0, 2}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {1, 1, 1}}, &scene.cloud);
    scene.cloud.means.back() = bad;
  }
  for (const float bad : {nan, infinity, 1e30f}) {
    AddGaussian({{0, 0, 2}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {1, 1, 1}}, &scene.cloud);
    scene.cloud.log_scales.back() = bad;
  }
  for (const float bad : {nan, -infinity}) {
    AddGaussian({{0, 0, 2}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {1, 1, 1}}, &scene.cloud);
    scene.cloud.logit_opacities.back() = bad;
  }
  RasterizerHarness harness(GetParam(), scene);
  EXPECT_EQ(harness.Render(), expected);
  EXPECT_THAT(harness.Backward(PlaneGradients(scene)),
              testing::Each(testing::Truly([](float x) { return std::isfinite(x); })));
}

/// Everything that a back end computes from a scene.
std::vector<double> AllResults(const std::string& backend, const Scene& scene) {
  RasterizerHarness harness(backend, scene);
  const std::vector<float> measured(plane::kCount * harness.pixel_count(), 1.0f);
  std::vector<double> results = ToDouble(harness.Render());
  const std::vector<double> rows = ToDouble(harness.Backward(PlaneGradients(scene)));
  results.insert(results.end(), rows.begin(), rows.end());
  const Twist twist = harness.BackwardPose(PlaneGradients(scene));
  results.insert(results.end(), twist.data(), twist.data() + 6);
  const PoseSystem system = harness.LinearizePose(measured, 3.0, 7.0);
  results.insert(results.end(), system.hessian.data(), system.hessian.data() + 36);
  results.insert(results.end(), system.gradient.data(), system.gradient.data() + 6);
  return results;
}

TEST_P(RasterizerBackend, IsTheSameBitForBitOnAnyNumberOfThreads) {
  for (const Scene& scene : {RandomScene(3000, 131, 101, 8), SurfaceScene(96, 72)}) {
    std::vector<double> one_thread;
    {
      const ThreadLimit limit(1);
      one_thread = AllResults(GetParam(), scene);
    }
    for (const int threads : {2, 3}) {
      const ThreadLimit limit(threads);
      EXPECT_EQ(AllResults(GetParam(), scene), one_thread) << threads << " threads";
    }
  }
}

TEST_P(RasterizerBackend, IsWhatItsNameSays) {
  const Backend backend = MakeBackendNamed(GetParam());
  EXPECT_EQ(backend.name, GetParam());
  for (const std::string& other_name : BackendNames()) {
    if (other_name == GetParam()) continue;
    const Backend other = MakeBackendNamed(other_name);
    const Rasterizer &a = *backend.rasterizer, &b = *other.rasterizer;
    EXPECT_NE(typeid(a), typeid(b)) << other_name;
  }
}

INSTANTIATE_TEST_SUITE_P(, RasterizerBackend, testing::ValuesIn(BackendNames()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace isogs::test
