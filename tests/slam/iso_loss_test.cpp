// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/iso_loss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/iso_loss_cpu.h"
#include "slam/losses/iso_loss_cuda.h"
#include "slam/rendering/render_camera.h"
#include "tests/reference/iso_loss_oracle.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/simd_targets.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

struct IsoBackend {
  std::string name;
  SimdTarget target;
  std::function<std::unique_ptr<IsoLoss>()> make;
};

std::vector<IsoBackend> IsoBackends() {
  std::vector<IsoBackend> backends;
  for (const SimdTarget& target : SimdTargets()) {
    backends.push_back({"cpu_" + target.name, target, [] { return MakeIsoLossCpu(); }});
  }
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, AnySimdTarget(), [=] { return MakeIsoLossCuda(device.stream); }});
  }
  return backends;
}

/// A measured view, and a map to compare with it.
struct IsoScene {
  Camera camera = test::MakeCamera(72, 56);
  Pose camera_from_map = test::MakePose();
  std::vector<float> depth_m;
  GaussianCloud map;

  /// A wavy surface around 1.5 m, with holes.
  explicit IsoScene(uint64_t seed) : random(seed) {
    for (int v = 0; v < camera.height; ++v) {
      for (int u = 0; u < camera.width; ++u) {
        const double depth = 1.5 + 0.4 * std::sin(0.11 * u) * std::cos(0.07 * v);
        depth_m.push_back(random.NextUnit() < 0.1 ? 0.0f : static_cast<float>(depth));
      }
    }
  }
  Eigen::Vector3d InMap(double u, double v, double z) const {
    return camera_from_map.inverse() *
           Eigen::Vector3d((u - camera.cx) / camera.fx * z, (v - camera.cy) / camera.fy * z, z);
  }
  Eigen::Vector4d Rotation() {
    return {random.NextNormal(), random.NextNormal(), random.NextNormal(), random.NextNormal()};
  }
  /// Log-uniform in [low, high].
  double Size(double low, double high) { return low * std::pow(high / low, random.NextUnit()); }
  /// A Gaussian at a random pixel, `off_m` deep around the surface.
  void Add(const Eigen::Vector3d& sigma_m, double off_m) {
    const double u = (1.2 * random.NextUnit() - 0.1) * camera.width;
    const double v = (1.2 * random.NextUnit() - 0.1) * camera.height;
    const double z = 1.5 + 0.4 * std::sin(0.11 * u) * std::cos(0.07 * v) + off_m * random.NextNormal();
    test::AddGaussian({InMap(u, v, z), sigma_m, Rotation(), 0.05 + 0.9 * random.NextUnit(), {0.5, 0.5, 0.5}},
                      &map);
  }
  PixelSamples Samples(int64_t count) {
    return {camera, camera_from_map, depth_m, DrawPixels(depth_m, count, random)};
  }

  Random random;
};

IsoScene RandomMap() {
  IsoScene scene(1);
  for (int i = 0; i < 700; ++i) {
    const Eigen::Vector3d sigma{scene.Size(0.004, 0.1), scene.Size(0.004, 0.1), scene.Size(0.004, 0.1)};
    scene.Add(sigma, 0.03);
  }
  return scene;
}
IsoScene ThinDiscs() {
  IsoScene scene(2);
  for (int i = 0; i < 400; ++i) {
    const double size = scene.Size(0.05, 0.2);
    scene.Add({size, size / 100.0, scene.Size(0.5, 1.0) * size}, 0.01);
  }
  return scene;
}
IsoScene HugeAmongSmall() {
  IsoScene scene(3);
  for (int i = 0; i < 150; ++i) scene.Add({0.01, 0.02, 0.015}, 0.01);
  for (int i = 0; i < 5; ++i) scene.Add({3.0, 0.5, 1.0}, 0.5);
  return scene;
}
IsoScene NothingNear() {
  IsoScene scene(4);
  for (int i = 0; i < 50; ++i) {
    const Eigen::Vector3d mean = scene.InMap(i, 0.5 * i, 5.0);
    test::AddGaussian({mean, {0.01, 0.02, 0.03}, scene.Rotation(), 0.5, {0, 0, 0}}, &scene.map);
  }
  return scene;
}
IsoScene OneGaussian() {
  IsoScene scene(5);
  test::AddGaussian(
      {scene.InMap(30, 25, scene.depth_m[25 * 72 + 30]), {0.1, 0.05, 0.02}, scene.Rotation(), 0.8, {0, 0, 0}},
      &scene.map);
  return scene;
}
IsoScene Duplicates() {
  IsoScene scene(6);
  for (int i = 0; i < 20; ++i) scene.Add({0.05, 0.08, 0.02}, 0.01);
  for (int copy = 0; copy < 3; ++copy) {
    for (auto* values : {&scene.map.means, &scene.map.colors, &scene.map.rotations,
                         &scene.map.logit_opacities, &scene.map.log_scales, &scene.map.timesteps}) {
      const std::vector<float> once(values->begin(), values->end());
      values->insert(values->end(), once.begin(), once.end());
    }
  }
  return scene;
}
/// On both sides of the camera's plane, large enough to reach what it sees.
IsoScene AroundTheCamera() {
  IsoScene scene(7);
  for (int i = 0; i < 60; ++i) {
    const Eigen::Vector3d in_camera{2.0 * scene.random.NextNormal(), 2.0 * scene.random.NextNormal(),
                                    0.7 * scene.random.NextNormal()};
    const double size = scene.Size(0.1, 0.6);
    test::AddGaussian({scene.camera_from_map.inverse() * in_camera,
                       {size, 0.6 * size, 0.8 * size},
                       scene.Rotation(),
                       0.5,
                       {0, 0, 0}},
                      &scene.map);
  }
  return scene;
}

const std::vector<std::pair<std::string, std::function<IsoScene()>>> kScenes = {
    {"random", RandomMap},         {"thin discs", ThinDiscs}, {"huge", HugeAmongSmall},
    {"nothing near", NothingNear}, {"one", OneGaussian},      {"duplicates", Duplicates},
    {"camera", AroundTheCamera}};

/// Rows of zeros for the Gaussians `indices`.
struct Rows {
  explicit Rows(std::vector<int32_t> indices)
      : gaussians(std::move(indices)), values(gaussians.size() * column::kStride) {}
  static Rows OfAll(const GaussianCloud& map) {
    std::vector<int32_t> indices(map.size());
    std::iota(indices.begin(), indices.end(), 0);
    return Rows(std::move(indices));
  }
  GradientRows View() { return {static_cast<int64_t>(gaussians.size()), gaussians.data(), values.data()}; }
  torch::Tensor Columns(int first, int count) const {
    return torch::tensor(values)
        .reshape({-1, column::kStride})
        .slice(1, first, first + count)
        .to(torch::kFloat64);
  }

  std::vector<int32_t> gaussians;
  std::vector<float> values;
};

/// The largest difference, beside the cosine and length of the whole, so that a bias shows too.
void ExpectNear(const torch::Tensor& actual, const torch::Tensor& expected, const std::string& what) {
  const double largest = expected.abs().max().item<double>();
  EXPECT_LE((actual - expected).abs().max().item<double>(), 1e-4 * largest) << what;
  const double norm = expected.norm().item<double>();
  if (norm == 0.0) return;
  EXPECT_NEAR((actual * expected).sum().item<double>() / (norm * norm), 1.0, 1e-5) << what;
  EXPECT_NEAR(actual.norm().item<double>() / norm, 1.0, 1e-5) << what;
}

/// Equal but for the order of the sums: a single Gaussian too many or too few differs by a hundred times
/// more.
void ExpectSameDensities(const std::vector<float>& actual, const std::vector<float>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-5) << i;
}

class IsoLossTest : public testing::TestWithParam<IsoBackend> {
 protected:
  IsoValue Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options, double weight,
               const GradientRows& rows) {
    loss_->Add(map, samples, options, weight, rows);
    return loss_->TakeMean();
  }
  IsoValue AddDrawn(const GaussianView& map, const MeasuredView& view, int64_t count, Random& random,
                    const IsoOptions& options, double weight, const GradientRows& rows) {
    loss_->AddDrawn(map, view, count, random, options, weight, rows);
    return loss_->TakeMean();
  }

  ScopedSimdTarget target_{GetParam().target};
  std::unique_ptr<IsoLoss> loss_ = GetParam().make();
};

TEST_P(IsoLossTest, ValueAndGradientsAreThoseOfBruteForce) {
  for (const auto& [name, make] : kScenes) {
    IsoScene scene = make();
    const PixelSamples samples = scene.Samples(1500);
    const IsoOptions options{1.0f, 3.0f, 256};
    const reference::Parameters parameters = reference::MakeParameters(scene.map);
    const double expected = reference::IsoLossBackward(parameters, reference::SamplePoints(samples), options);

    Rows rows = Rows::OfAll(scene.map);
    const IsoValue value = Add(test::ViewOf(scene.map), samples, options, 2.0, rows.View());
    EXPECT_EQ(value.samples, samples.size());
    EXPECT_NEAR(value.mean_residual, expected, 1e-5 * expected) << name;
    ExpectNear(rows.Columns(column::kMean, 3), 2.0 * parameters.means.grad(), name + ": means");
    ExpectNear(rows.Columns(column::kRotation, 4), 2.0 * parameters.rotations.grad(), name + ": rotations");
    ExpectNear(rows.Columns(column::kLogitOpacity, 1).select(1, 0), 2.0 * parameters.logit_opacities.grad(),
               name + ": opacities");
    ExpectNear(rows.Columns(column::kLogScale, 3), 2.0 * parameters.log_scales.grad(), name + ": scales");
    EXPECT_EQ(rows.Columns(column::kColor, 3).abs().max().item<double>(), 0.0) << name;
  }
}

TEST_P(IsoLossTest, AnEmptyMapAndAnEmptyViewHaveTheirValues) {
  IsoScene scene = OneGaussian();
  Rows none({});
  EXPECT_EQ(Add({}, scene.Samples(100), {0.75f, 3.0f, 512}, 2.0, none.View()).mean_residual, 0.75);
  const PixelSamples no_samples(scene.camera, scene.camera_from_map, scene.depth_m, {});
  const IsoValue value = Add(test::ViewOf(scene.map), no_samples, {}, 2.0, none.View());
  EXPECT_EQ(value.mean_residual, 0.0);
  EXPECT_EQ(value.samples, 0);
}

TEST_P(IsoLossTest, ChunksAndThreadsChangeNoBit) {
  IsoScene scene = RandomMap();
  const PixelSamples samples = scene.Samples(2000);
  std::set<std::vector<float>> gradients;
  std::set<double> values;
  for (const int threads : {1, 0}) {
    for (const int64_t chunk : {1, 7, 512, 100'000}) {
      const ThreadLimit limit(threads);
      Rows rows = Rows::OfAll(scene.map);
      const IsoOptions options{1.0f, 3.0f, chunk};
      values.insert(Add(test::ViewOf(scene.map), samples, options, 2.0, rows.View()).mean_residual);
      gradients.insert(rows.values);
    }
  }
  EXPECT_EQ(values.size(), 1u);
  EXPECT_EQ(gradients.size(), 1u);
}

TEST_P(IsoLossTest, GaussiansWithoutARowCountInTheDensityAlone) {
  IsoScene scene = RandomMap();
  const PixelSamples samples = scene.Samples(2000);
  Rows all = Rows::OfAll(scene.map);
  const IsoValue expected = Add(test::ViewOf(scene.map), samples, {}, 2.0, all.View());
  Rows some({3, 17, 18, 402, 699});
  const IsoValue value = Add(test::ViewOf(scene.map), samples, {}, 2.0, some.View());
  EXPECT_EQ(value.mean_residual, expected.mean_residual);
  const torch::Tensor indices = torch::tensor(some.gaussians).to(torch::kLong);
  EXPECT_TRUE(
      torch::equal(some.Columns(0, column::kUsed), all.Columns(0, column::kUsed).index_select(0, indices)));
}

TEST_P(IsoLossTest, AddsToWhatTheRowsHold) {
  IsoScene scene = RandomMap();
  const PixelSamples samples = scene.Samples(500);
  Rows once = Rows::OfAll(scene.map), twice = Rows::OfAll(scene.map);
  Add(test::ViewOf(scene.map), samples, {}, 2.0, once.View());
  for (int i = 0; i < 2; ++i) Add(test::ViewOf(scene.map), samples, {}, 2.0, twice.View());
  for (float& value : once.values) value *= 2.0f;
  EXPECT_EQ(once.values, twice.values);
}

TEST_P(IsoLossTest, GaussiansThatAreNoNumbersCountForNothing) {
  IsoScene scene = RandomMap();
  const PixelSamples samples = scene.Samples(1000);
  std::vector<float> expected(1000), densities(1000);
  loss_->Densities(test::ViewOf(scene.map), samples, {}, expected.data());
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const size_t n = scene.map.size();
  for (int i = 0; i < 4; ++i) scene.Add({0.1, 0.1, 0.1}, 0.0);
  scene.map.means[3 * n] = nan;
  scene.map.logit_opacities[n + 1] = nan;
  scene.map.log_scales[3 * (n + 2) + 1] = nan;
  scene.map.rotations[4 * (n + 3)] = nan;
  loss_->Densities(test::ViewOf(scene.map), samples, {}, densities.data());
  ExpectSameDensities(densities, expected);
}

/// Moves all Gaussians of a map around the views as far as was announced: none may be missed.
TEST_P(IsoLossTest, PrepareMissesNoneThatMovesAndGrowsAsAnnounced) {
  IsoScene scene = RandomMap();
  for (int i = 0; i < 3000; ++i) {  // all around the camera, most of them out of its sight
    const Eigen::Vector3d mean = 2.0 * Eigen::Vector3d(scene.random.NextNormal(), scene.random.NextNormal(),
                                                       scene.random.NextNormal());
    const Eigen::Vector3d sigma{scene.Size(0.02, 0.2), scene.Size(0.02, 0.2), scene.Size(0.02, 0.2)};
    test::AddGaussian({mean, sigma, scene.Rotation(), 0.5, {0, 0, 0}}, &scene.map);
  }
  const PixelSamples samples = scene.Samples(3000);
  const RenderCamera camera = MakeRenderCamera(scene.camera, scene.camera_from_map);
  const RenderCamera elsewhere = MakeRenderCamera(scene.camera, Pose::Identity());
  const GaussianMotion motion{0.3f, 1.2f};
  for (int trial = 0; trial < 5; ++trial) {
    const std::vector<RenderCamera> views{elsewhere, camera};
    loss_->Prepare(test::ViewOf(scene.map), views, motion, {});
    GaussianCloud moved = scene.map;
    for (size_t i = 0; i < moved.size(); ++i) {
      Eigen::Vector3d step(scene.random.NextNormal(), scene.random.NextNormal(), scene.random.NextNormal());
      step *= 0.2999 / step.norm();
      for (size_t k = 0; k < 3; ++k) {
        moved.means[3 * i + k] += static_cast<float>(step[static_cast<Eigen::Index>(k)]);
        moved.log_scales[3 * i + k] += std::log(1.1999f);
      }
    }
    std::vector<float> densities(3000), expected(3000);
    loss_->Densities(test::ViewOf(moved), samples, {}, densities.data());
    GetParam().make()->Densities(test::ViewOf(moved), samples, {}, expected.data());
    ExpectSameDensities(densities, expected);
  }
}

/// All valid pixels, or so many that chance matters little.
TEST_P(IsoLossTest, DrawsItsSamplesFromTheValidPixels) {
  IsoScene scene = RandomMap();
  const auto valid = static_cast<int64_t>(DrawPixels(scene.depth_m, 1 << 20, scene.random).size());
  const MeasuredView view{scene.camera, scene.camera_from_map, scene.depth_m.data(), valid};
  Rows all = Rows::OfAll(scene.map), drawn = Rows::OfAll(scene.map);
  const IsoValue expected = Add(test::ViewOf(scene.map), scene.Samples(valid), {}, 2.0, all.View());
  Random random(9);
  const IsoValue value = AddDrawn(test::ViewOf(scene.map), view, valid + 100, random, {}, 2.0, drawn.View());
  EXPECT_EQ(value.samples, valid);
  EXPECT_NEAR(value.mean_residual, expected.mean_residual, 1e-5);
  ExpectNear(drawn.Columns(0, column::kUsed), all.Columns(0, column::kUsed), "gradients");

  double sum = 0.0;
  std::set<double> values;
  for (int trial = 0; trial < 20; ++trial) {
    const IsoValue some = AddDrawn(test::ViewOf(scene.map), view, 800, random, {}, 2.0, drawn.View());
    EXPECT_EQ(some.samples, 800);
    values.insert(some.mean_residual);
    sum += some.mean_residual / 20.0;
  }
  EXPECT_EQ(values.size(), 20u);
  EXPECT_NEAR(sum, expected.mean_residual, 0.02 * expected.mean_residual);
}

INSTANTIATE_TEST_SUITE_P(Backends, IsoLossTest, testing::ValuesIn(IsoBackends()),
                         [](const auto& backend) { return backend.param.name; });

}  // namespace
}  // namespace isogs
