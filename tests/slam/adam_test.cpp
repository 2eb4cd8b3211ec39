// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/adam.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/mapping/adam_cpu.h"
#include "slam/mapping/adam_cuda.h"
#include "slam/mapping/bias_correction.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/simd_targets.h"

namespace isogs {
namespace {

struct AdamBackend {
  std::string name;
  SimdTarget target;
  std::function<std::unique_ptr<AdamUpdater>()> make;
};

/// Parameters and moments in host memory.
struct Map {
  explicit Map(size_t count, uint64_t seed)
      : means(3 * count),
        colors(3 * count),
        rotations(4 * count),
        logit_opacities(count),
        log_scales(3 * count),
        first_moments(column::kStride * count),
        second_moments(column::kStride * count),
        steps(count) {
    Random random(seed);
    for (auto* values : {&means, &colors, &rotations, &logit_opacities, &log_scales}) {
      for (float& value : *values) value = static_cast<float>(random.NextNormal());
    }
  }
  bool operator==(const Map&) const = default;

  MutableGaussians Mutable() {
    return {static_cast<int64_t>(steps.size()),
            means.data(),
            colors.data(),
            rotations.data(),
            logit_opacities.data(),
            log_scales.data(),
            first_moments.data(),
            second_moments.data(),
            steps.data()};
  }

  std::vector<float> means, colors, rotations, logit_opacities, log_scales, first_moments, second_moments;
  std::vector<int32_t> steps;
};

/// Gradients of some Gaussians, of very different sizes.
struct Gradients {
  Gradients(std::vector<int32_t> listed, uint64_t seed)
      : gaussians(std::move(listed)), values(column::kStride * gaussians.size()) {
    Random random(seed);
    for (float& value : values) {
      value = static_cast<float>(random.NextNormal() * std::pow(10.0, -8.0 * random.NextUnit()));
    }
  }
  GradientRows Rows() { return {static_cast<int64_t>(gaussians.size()), gaussians.data(), values.data()}; }

  std::vector<int32_t> gaussians;
  std::vector<float> values;
};

std::vector<int32_t> All(size_t count) {
  std::vector<int32_t> result(count);
  std::iota(result.begin(), result.end(), 0);
  return result;
}

AdamOptions Options() {
  AdamOptions options;
  for (int i = 0; i < column::kUsed; ++i) options.rates[i] = 1e-3f * static_cast<float>(1 + i);
  options.min_log_scale = -100.0f;
  return options;
}

class AdamTest : public testing::TestWithParam<AdamBackend> {
 protected:
  void Update(const GradientRows& gradients, const AdamOptions& options, const MutableGaussians& map) {
    adam_->Update(gradients, options, map);
    test::WaitForCuda();
  }

  ScopedSimdTarget target_{GetParam().target};
  std::unique_ptr<AdamUpdater> adam_ = GetParam().make();
};

/// One parameter array beside a torch::optim::Adam of its own for each column, all in float.
class TorchColumn {
 public:
  TorchColumn(const std::vector<float>& values, int first_column, int width, const AdamOptions& options)
      : first_column_(first_column), width_(width) {
    const int64_t count = static_cast<int64_t>(values.size()) / width;
    for (int i = 0; i < width; ++i) {
      const torch::Tensor column = torch::tensor(values).reshape({count, width}).select(1, i).clone();
      parameters_.push_back(column.requires_grad_(true));
      optimizers_.push_back(std::make_unique<torch::optim::Adam>(
          std::vector<torch::Tensor>{parameters_.back()},
          torch::optim::AdamOptions(options.rates[first_column + i]).eps(options.epsilon)));
    }
  }

  void Step(const std::vector<float>& gradients) {
    const int64_t count = parameters_[0].size(0);
    const torch::Tensor rows = torch::tensor(gradients).reshape({count, column::kStride});
    for (int i = 0; i < width_; ++i) {
      parameters_[i].mutable_grad() = rows.select(1, first_column_ + i).clone();
      optimizers_[i]->step();
    }
  }

  void ExpectNear(const std::vector<float>& values, double tolerance) const {
    const int64_t count = parameters_[0].size(0);
    const torch::Tensor found = torch::tensor(values).reshape({count, width_});
    for (int i = 0; i < width_; ++i) {
      const double difference = (found.select(1, i) - parameters_[i]).abs().max().item<double>();
      EXPECT_LE(difference, tolerance) << "column " << first_column_ + i;
    }
  }

 private:
  int first_column_;
  int width_;
  std::vector<torch::Tensor> parameters_;
  std::vector<std::unique_ptr<torch::optim::Adam>> optimizers_;
};

TEST_P(AdamTest, AgreesWithTorch) {
  const size_t count = 103;
  Map map(count, 1);
  const AdamOptions options = Options();
  std::vector<TorchColumn> columns;
  columns.emplace_back(map.means, column::kMean, 3, options);
  columns.emplace_back(map.colors, column::kColor, 3, options);
  columns.emplace_back(map.rotations, column::kRotation, 4, options);
  columns.emplace_back(map.logit_opacities, column::kLogitOpacity, 1, options);
  columns.emplace_back(map.log_scales, column::kLogScale, 3, options);
  for (uint64_t step = 0; step < 12; ++step) {
    Gradients gradients(All(count), 10 + step);
    Update(gradients.Rows(), options, map.Mutable());
    for (TorchColumn& column : columns) column.Step(gradients.values);
  }
  columns[0].ExpectNear(map.means, 2e-6);
  columns[1].ExpectNear(map.colors, 2e-6);
  columns[2].ExpectNear(map.rotations, 2e-6);
  columns[3].ExpectNear(map.logit_opacities, 2e-6);
  columns[4].ExpectNear(map.log_scales, 2e-6);
  EXPECT_EQ(map.steps, std::vector<int32_t>(count, 12));
}

TEST_P(AdamTest, UnlistedGaussiansStayAsTheyAre) {
  Map map(50, 2);
  const Map before = map;
  Gradients gradients({3, 17, 18, 49}, 3);
  Update(gradients.Rows(), Options(), map.Mutable());
  for (size_t i = 0; i < 50; ++i) {
    const bool listed = i == 3 || i == 17 || i == 18 || i == 49;
    EXPECT_EQ(map.steps[i], listed ? 1 : 0);
    EXPECT_EQ(map.means[3 * i] == before.means[3 * i], !listed);
    EXPECT_EQ(map.log_scales[3 * i + 2] == before.log_scales[3 * i + 2], !listed);
    EXPECT_EQ(map.second_moments[column::kStride * i] == 0.0f, !listed);
  }
}

TEST_P(AdamTest, EveryGaussianHasItsOwnBiasCorrection) {
  // The first step of Adam is rate * sign(g), whenever it comes.
  Map map(2, 4);
  const AdamOptions options = Options();
  for (int step = 0; step < 5; ++step) {
    Gradients gradients({0}, 5);
    Update(gradients.Rows(), options, map.Mutable());
  }
  const float before = map.means[3];
  Gradients gradients({1}, 6);
  Update(gradients.Rows(), options, map.Mutable());
  EXPECT_NEAR(std::abs(map.means[3] - before), options.rates[column::kMean], 1e-6);
}

TEST_P(AdamTest, LogScalesStayAboveTheMinimum) {
  Map map(20, 7);
  AdamOptions options = Options();
  options.min_log_scale = -0.2f;
  options.rates[column::kLogScale] = 0.5f;
  Gradients gradients(All(20), 8);
  Update(gradients.Rows(), options, map.Mutable());
  float lowest = map.log_scales[0];
  for (const float value : map.log_scales) {
    EXPECT_GE(value, -0.2f);
    lowest = std::min(lowest, value);
  }
  EXPECT_EQ(lowest, -0.2f);
}

TEST_P(AdamTest, RowsThatAreNotFiniteAreSkipped) {
  Map map(4, 9);
  const Map before = map;
  Gradients gradients(All(4), 10);
  gradients.values[0 * column::kStride + column::kColor] = std::numeric_limits<float>::quiet_NaN();
  gradients.values[2 * column::kStride + column::kLogScale + 2] = -std::numeric_limits<float>::infinity();
  gradients.values[3 * column::kStride + column::kUsed] = std::numeric_limits<float>::quiet_NaN();  // spare
  Update(gradients.Rows(), Options(), map.Mutable());
  EXPECT_EQ(map.steps, (std::vector<int32_t>{0, 1, 0, 1}));
  EXPECT_EQ(map.means[0], before.means[0]);
  EXPECT_EQ(map.means[6], before.means[6]);
  EXPECT_NE(map.means[9], before.means[9]);
  for (const float value : map.first_moments) EXPECT_TRUE(std::isfinite(value));
}

TEST_P(AdamTest, GradientsOfZeroMoveNothing) {
  Map map(5, 11);
  const Map before = map;
  Gradients gradients(All(5), 12);
  std::fill(gradients.values.begin(), gradients.values.end(), 0.0f);
  Update(gradients.Rows(), Options(), map.Mutable());
  EXPECT_EQ(map.means, before.means);
  EXPECT_EQ(map.rotations, before.rotations);
}

TEST_P(AdamTest, SameForAnyNumberOfThreads) {
  const size_t count = 20'000;
  Map first(1, 0);
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    Map map(count, 13);
    for (uint64_t step = 0; step < 3; ++step) {
      Gradients gradients(All(count), 14 + step);
      Update(gradients.Rows(), Options(), map.Mutable());
    }
    if (threads == 1) first = map;
    EXPECT_TRUE(map == first) << threads;
  }
}

std::vector<AdamBackend> Backends() {
  std::vector<AdamBackend> backends;
  for (const SimdTarget& target : SimdTargets()) {
    backends.push_back({"cpu_" + target.name, target, MakeAdamUpdaterCpu});
  }
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, AnySimdTarget(), [=] { return MakeAdamUpdaterCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, AdamTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

TEST(BiasCorrections, AreExactAtAnyStep) {
  BiasCorrections corrections;
  corrections.Set(0.9f, 0.999f, 0.0f);
  for (const int32_t step : {1, 2, 10, 1000, 17'000, 70'000, 1 << 30}) {
    EXPECT_NEAR(corrections.At(step).first, 1.0 / (1.0 - std::pow(0.9, step)), 1e-5) << step;
    EXPECT_NEAR(corrections.At(step).root_second, 1.0 / std::sqrt(1.0 - std::pow(0.999, step)), 1e-3) << step;
  }
}

TEST(BiasCorrections, StepsGetShorterWithTheRootOfTheirNumber) {
  BiasCorrections corrections;
  corrections.Set(0.9f, 0.999f, 100.0f);
  EXPECT_NEAR(corrections.At(1).first, 10.0 / std::sqrt(1.01), 1e-4);
  EXPECT_NEAR(corrections.At(300).first, 0.5, 1e-5);
  EXPECT_NEAR(corrections.At(9900).first, 0.1, 1e-5);
  EXPECT_NEAR(corrections.At(300).root_second, 1.0 / std::sqrt(1.0 - std::pow(0.999, 300)), 1e-3);
  EXPECT_EQ(corrections.At(1 << 30).first, corrections.At(65'535).first);
}

TEST(AdamOptions, NoStepIsLongerThanTheirBound) {
  AdamOptions options;
  std::fill_n(options.rates, column::kStride, 1.0f);
  const double bound = options.LongestStepOverRate();
  EXPECT_NEAR(bound, 7.27, 0.01);
  const auto adam = MakeAdamUpdaterCpu();
  Map map(8, 3);
  const std::vector<int32_t> gaussians = {0, 1, 2, 3, 4, 5, 6, 7};
  std::vector<float> gradients(8 * column::kStride);
  // Gradients that grow by a constant factor; the bound is nearly met by the factor beta2 / beta1.
  const std::vector<double> factors = {1.0, 1.05, options.beta2 / options.beta1, 1.2, 2.0, 0.9, -1.1, -1.0};
  double longest = 0.0;
  for (int step = 0; step < 300; ++step) {
    for (size_t i = 0; i < gradients.size(); ++i) {
      const double factor = factors[i / column::kStride];
      gradients[i] = static_cast<float>(1e-6 * std::pow(factor, std::min(step, 80)));
    }
    const std::vector<float> before = map.means;
    adam->Update({8, gaussians.data(), gradients.data()}, options, map.Mutable());
    for (size_t i = 0; i < before.size(); ++i) {
      longest =
          std::max(longest, std::abs(static_cast<double>(map.means[i]) - static_cast<double>(before[i])));
    }
  }
  EXPECT_LE(longest, bound);
  EXPECT_GT(longest, 1.0);
}

}  // namespace
}  // namespace isogs
