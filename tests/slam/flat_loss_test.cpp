// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/flat_loss.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/flat_loss_cpu.h"
#include "slam/losses/flat_loss_cuda.h"
#include "tests/reference/iso_loss_oracle.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

struct FlatBackend {
  std::string name;
  std::function<std::unique_ptr<FlatLoss>()> make;
};

class FlatLossTest : public testing::TestWithParam<FlatBackend> {
 protected:
  /// Adds the gradient to the rows and returns the loss.
  double Value(const GaussianView& map, double weight, const GradientRows& rows) {
    loss_->Add(map, weight, {}, rows);
    return loss_->TakeMean();
  }

  std::unique_ptr<FlatLoss> loss_ = GetParam().make();
};

/// Rows of every third Gaussian, of zeros.
struct Rows {
  explicit Rows(size_t map_size) {
    for (size_t i = 0; i < map_size; i += 3) gaussians.push_back(static_cast<int32_t>(i));
    values.resize(gaussians.size() * column::kStride);
  }
  GradientRows View() { return {static_cast<int64_t>(gaussians.size()), gaussians.data(), values.data()}; }

  std::vector<int32_t> gaussians;
  std::vector<float> values;
};

TEST_P(FlatLossTest, IsTheMeanSmallestScaleInView) {
  const test::Scene scene = test::RandomScene(20'000, 64, 48, 1);
  Rows rows(scene.cloud.size());
  const double value = Value(test::ViewOf(scene.cloud), 50.0, rows.View());

  const reference::Parameters parameters = reference::MakeParameters(scene.cloud);
  const torch::Tensor indices = torch::tensor(rows.gaussians).to(torch::kLong);
  const torch::Tensor expected = reference::FlatLoss(parameters, indices);
  (50.0 * expected).backward();
  EXPECT_NEAR(value, expected.item<double>(), 1e-6 * expected.item<double>());
  const torch::Tensor gradient =
      torch::tensor(rows.values).reshape({-1, column::kStride}).to(torch::kFloat64);
  const torch::Tensor expected_gradient = parameters.log_scales.grad().index_select(0, indices);
  EXPECT_TRUE(torch::allclose(gradient.slice(1, column::kLogScale, column::kLogScale + 3), expected_gradient,
                              1e-5, 0.0));
  EXPECT_EQ(gradient.slice(1, 0, column::kLogScale).abs().max().item<double>(), 0.0);
}

TEST_P(FlatLossTest, PressesTheFirstOfEqualAxes) {
  GaussianCloud cloud;
  test::AddGaussian({{0, 0, 1}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &cloud);
  Rows rows(1);
  EXPECT_NEAR(Value(test::ViewOf(cloud), 2.0, rows.View()), 0.1, 1e-6);
  EXPECT_NEAR(rows.values[column::kLogScale], 0.2, 1e-6);
  EXPECT_EQ(rows.values[column::kLogScale + 1], 0.0f);
  EXPECT_EQ(rows.values[column::kLogScale + 2], 0.0f);
}

TEST_P(FlatLossTest, PressesNothingBelowWhatTheSensorErrs) {
  GaussianCloud cloud;  // 2.4 m before a Kinect: 8.8 mm
  test::AddGaussian({{0, 0, 1.4f}, {0.1f, 0.1f, 0.008f}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &cloud);
  test::AddGaussian({{0, 0, 1.4f}, {0.1f, 0.1f, 0.0095f}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &cloud);
  RenderCamera view;
  view.translation[2] = 1.0f;
  for (const auto& [sensor, pressed] : {std::pair{DepthSensor::kRendered, 2}, {DepthSensor::kKinect, 1}}) {
    std::vector<float> values(2 * column::kStride);
    const std::vector<int32_t> gaussians = {0, 1};
    loss_->Add(test::ViewOf(cloud), 2.0, MakeFlatFloor(sensor, view), {2, gaussians.data(), values.data()});
    EXPECT_NEAR(loss_->TakeMean(), 0.00875, 1e-7);
    EXPECT_NEAR(values[column::kLogScale + 2], pressed == 2 ? 0.008f : 0.0f, 1e-7f);
    EXPECT_NEAR(values[column::kStride + column::kLogScale + 2], 0.0095f, 1e-7f);
  }
}

TEST_P(FlatLossTest, PressesWhatIsNoDiscHoweverMuchTheSensorErrs) {
  GaussianCloud cloud;  // a Kinect errs by 8.8 mm there
  test::AddGaussian({{0, 0, 2.4f}, {0.01f, 0.02f, 0.0071f}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &cloud);
  test::AddGaussian({{0, 0, 2.4f}, {0.02f, 0.0069f, 0.01f}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &cloud);
  std::vector<float> values(2 * column::kStride);
  const std::vector<int32_t> gaussians = {0, 1};
  loss_->Add(test::ViewOf(cloud), 2.0, MakeFlatFloor(DepthSensor::kKinect, {}),
             {2, gaussians.data(), values.data()});
  EXPECT_NEAR(values[column::kLogScale + 2], 0.0071f, 1e-7f);
  EXPECT_EQ(values[column::kStride + column::kLogScale + 1], 0.0f);
}

TEST_P(FlatLossTest, IsZeroWhereNothingIsInView) { EXPECT_EQ(Value({}, 50.0, {}), 0.0); }

TEST_P(FlatLossTest, TakesTheMeanOfItsCalls) {
  GaussianCloud small, large;
  test::AddGaussian({{0, 0, 1}, {0.1, 0.1, 0.1}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &small);
  test::AddGaussian({{0, 0, 1}, {0.5, 0.5, 0.5}, {1, 0, 0, 0}, 0.5, {0, 0, 0}}, &large);
  Rows rows(1);
  for (int i = 0; i < 600; ++i) loss_->Add(test::ViewOf(i % 2 == 0 ? small : large), 1.0, {}, rows.View());
  EXPECT_NEAR(loss_->TakeMean(), 0.3, 1e-6);
  EXPECT_EQ(loss_->TakeMean(), 0.0);
}

TEST_P(FlatLossTest, ThreadsChangeNoBit) {
  const test::Scene scene = test::RandomScene(30'000, 64, 48, 2);
  std::set<double> values;
  for (const int threads : {1, 0}) {
    const ThreadLimit limit(threads);
    Rows rows(scene.cloud.size());
    values.insert(Value(test::ViewOf(scene.cloud), 50.0, rows.View()));
  }
  EXPECT_EQ(values.size(), 1u);
}

std::vector<FlatBackend> Backends() {
  std::vector<FlatBackend> backends{{"cpu", MakeFlatLossCpu}};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, [=] { return MakeFlatLossCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, FlatLossTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
