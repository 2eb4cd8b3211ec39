// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/image_loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/losses/image_loss_cpu.h"
#include "slam/losses/image_loss_cuda.h"
#include "tests/reference/image_loss_reference.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/simd_targets.h"

namespace isogs {
namespace {

struct LossBackend {
  std::string name;
  SimdTarget target;
  std::function<std::unique_ptr<ImageLoss>()> make;
  MemoryKind memory;  // of what it returns
};

struct ImageSize {
  int width;
  int height;
};

/// A rendered view [5,H,W] and a measured frame.
struct Scene {
  int width;
  int height;
  std::vector<float> planes;
  std::vector<float> color;
  std::vector<float> depth;

  size_t pixels() const { return depth.size(); }
  FrameView Frame() const { return {width, height, color.data(), depth.data()}; }
};

/// Smooth colours with noise on them, differing a little between view and frame; a tenth of the depth
/// invalid, a quarter of the view not opaque.
Scene MakeScene(ImageSize size, uint64_t seed) {
  Random random(seed);
  Scene scene{size.width, size.height, {}, {}, {}};
  const size_t pixels = static_cast<size_t>(size.width) * static_cast<size_t>(size.height);
  scene.planes.resize(5 * pixels);
  scene.color.resize(3 * pixels);
  scene.depth.resize(pixels);
  const auto uniform = [&](double low, double high) {
    return static_cast<float>(low + (high - low) * random.NextUnit());
  };
  for (size_t i = 0; i < pixels; ++i) {
    const double x = static_cast<double>(i % static_cast<size_t>(size.width));
    for (size_t channel = 0; channel < 3; ++channel) {
      const double smooth = 0.5 + 0.3 * std::sin(0.2 * x + static_cast<double>(channel + i) * 1e-3);
      scene.color[channel * pixels + i] = static_cast<float>(smooth) + uniform(-0.1, 0.1);
      scene.planes[channel * pixels + i] = scene.color[channel * pixels + i] + uniform(-0.15, 0.15);
    }
    const float depth = uniform(0.5, 5.0);
    scene.depth[i] = random.NextUnit() < 0.1 ? 0.0f : depth;
    scene.planes[3 * pixels + i] = depth + uniform(-0.1, 0.1);
    scene.planes[4 * pixels + i] = random.NextUnit() < 0.25 ? uniform(0.0, 0.99) : uniform(0.991, 1.0);
  }
  return scene;
}

torch::Tensor ToTensor(const std::vector<float>& values, at::IntArrayRef shape) {
  return torch::tensor(values).reshape(shape).to(torch::kDouble);
}

/// The largest difference, and cosine and length of the whole, so that a bias shows too.
void ExpectGradientNear(const std::vector<float>& actual, const torch::Tensor& expected, double tolerance) {
  const torch::Tensor found = ToTensor(actual, expected.sizes());
  const double scale = expected.abs().max().item<double>();
  EXPECT_LE((found - expected).abs().max().item<double>(), tolerance * scale);
  const double norms = found.norm().item<double>() * expected.norm().item<double>();
  if (norms == 0.0) return;
  EXPECT_GE((found * expected).sum().item<double>() / norms, 1.0 - 1e-9);
  EXPECT_NEAR(found.norm().item<double>() / expected.norm().item<double>(), 1.0, 1e-5);
}

const ImageSize kSizes[] = {{1, 1}, {3, 2}, {7, 30}, {16, 64}, {37, 29}, {65, 247}, {160, 121}};

class ImageLossTest : public testing::TestWithParam<LossBackend> {
 protected:
  MappingLossValue Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
                           float* plane_gradients) {
    loss_->Mapping(planes, frame, weights, plane_gradients);
    return loss_->MappingValue();
  }

  ScopedSimdTarget target_{GetParam().target};
  std::unique_ptr<ImageLoss> loss_ = GetParam().make();
};

TEST_P(ImageLossTest, MappingAgreesWithAutograd) {
  for (const ImageSize size : kSizes) {
    SCOPED_TRACE(size.width);
    const Scene scene = MakeScene(size, 1);
    const MappingLossWeights weights{0.9f, 0.4f, 0.6f, 0.3f};
    std::vector<float> gradient(scene.planes.size(), std::numeric_limits<float>::quiet_NaN());
    const MappingLossValue value = Mapping(scene.planes.data(), scene.Frame(), weights, gradient.data());

    const int64_t h = size.height, w = size.width;
    torch::Tensor planes = ToTensor(scene.planes, {5, h, w}).requires_grad_(true);
    const auto expected = reference::MappingLoss(planes, ToTensor(scene.color, {3, h, w}),
                                                 ToTensor(scene.depth, {h, w}), 0.9f, 0.4f, 0.6f, 0.3f);
    expected.total.backward();
    EXPECT_NEAR(value.total, expected.total.item<double>(), 2e-6);
    EXPECT_NEAR(value.depth_l1_m, expected.depth_l1.item<double>(), 1e-6);
    EXPECT_NEAR(value.color_l1, expected.color_l1.item<double>(), 1e-6);
    EXPECT_NEAR(value.ssim, expected.ssim.item<double>(), 2e-6);
    ExpectGradientNear(gradient, planes.grad(), 1e-5);
  }
}

TEST_P(ImageLossTest, SsimAloneAgreesWithAutograd) {
  for (const ImageSize size : kSizes) {
    SCOPED_TRACE(size.width);
    const Scene scene = MakeScene(size, 2);
    std::vector<float> gradient(scene.planes.size());
    Mapping(scene.planes.data(), scene.Frame(), {0.0f, 0.0f, 1.0f, 1.0f}, gradient.data());

    const int64_t h = size.height, w = size.width;
    torch::Tensor planes = ToTensor(scene.planes, {5, h, w}).requires_grad_(true);
    const torch::Tensor color = ToTensor(scene.color, {3, h, w});
    (1.0 - reference::SsimMap(planes.slice(0, 0, 3), color).mean()).backward();
    ExpectGradientNear(gradient, planes.grad(), 2e-5);
  }
}

TEST_P(ImageLossTest, TrackingAgreesWithAutograd) {
  for (const ImageSize size : kSizes) {
    SCOPED_TRACE(size.width);
    const Scene scene = MakeScene(size, 3);
    const TrackingLossWeights weights{1.5f, 0.25f, 0.99f};
    std::vector<float> gradient(scene.planes.size(), std::numeric_limits<float>::quiet_NaN());
    const TrackingLossValue value =
        loss_->Tracking(scene.planes.data(), scene.Frame(), weights, gradient.data());

    const int64_t h = size.height, w = size.width;
    torch::Tensor planes = ToTensor(scene.planes, {5, h, w}).requires_grad_(true);
    const torch::Tensor depth = ToTensor(scene.depth, {h, w});
    const torch::Tensor expected =
        reference::TrackingLoss(planes, ToTensor(scene.color, {3, h, w}), depth, 1.5, 0.25, 0.99f);
    expected.backward();
    EXPECT_NEAR(value.total, expected.item<double>(), 1e-6 * expected.item<double>());
    EXPECT_EQ(value.pixels, reference::TrackingMask(planes, depth, 0.99f).sum().item<int64_t>());
    ExpectGradientNear(gradient, planes.grad(), 1e-6);
  }
}

TEST_P(ImageLossTest, ResidualsAndHuberWeights) {
  for (const ImageSize size : kSizes) {
    SCOPED_TRACE(size.width);
    const Scene scene = MakeScene(size, 4);
    const PoseResiduals residuals =
        loss_->Residuals(scene.planes.data(), scene.Frame(), {0.05f, 0.01f, 1.2f, 0.99f});
    const size_t n = scene.pixels();
    const std::vector<float> intensities =
        test::CopyOut(GetParam().memory, residuals.intensity, static_cast<int64_t>(n));
    const std::vector<float> intensity_weights =
        test::CopyOut(GetParam().memory, residuals.intensity_weight, static_cast<int64_t>(n));
    const std::vector<float> depths_m =
        test::CopyOut(GetParam().memory, residuals.depth_m, static_cast<int64_t>(n));
    const std::vector<float> depth_weights =
        test::CopyOut(GetParam().memory, residuals.depth_weight, static_cast<int64_t>(n));
    for (size_t i = 0; i < n; ++i) {
      const bool compared = scene.depth[i] > 0.0f && scene.planes[4 * n + i] > 0.99f;
      if (!compared) {
        EXPECT_EQ(intensity_weights[i], 0.0f);
        EXPECT_EQ(depth_weights[i], 0.0f);
        continue;
      }
      double intensity = 0.0;
      for (size_t channel = 0; channel < 3; ++channel) {
        intensity += (scene.planes[channel * n + i] - scene.color[channel * n + i]) / 3.0;
      }
      const double depth = scene.planes[3 * n + i] - scene.depth[i];
      const double depth_sigma = 0.01 * (1.0 + scene.depth[i] * scene.depth[i]) / 2.0;
      const auto weight = [](double residual, double sigma) {
        return std::min(1.0, 1.2 * sigma / std::abs(residual)) / (sigma * sigma);
      };
      EXPECT_NEAR(intensities[i], intensity, 1e-6);
      EXPECT_NEAR(depths_m[i], depth, 1e-6);
      EXPECT_NEAR(intensity_weights[i] / weight(intensity, 0.05), 1.0, 1e-4);
      EXPECT_NEAR(depth_weights[i] / weight(depth, depth_sigma), 1.0, 1e-4);
    }
  }
}

TEST_P(ImageLossTest, SameForAnyNumberOfThreads) {
  for (const ImageSize size : kSizes) {
    SCOPED_TRACE(size.width);
    const Scene scene = MakeScene(size, 5);
    std::vector<float> first_mapping, first_tracking;
    MappingLossValue first_value;
    double first_total = 0.0;
    for (const int threads : {1, 2, 3, 8}) {
      const ThreadLimit limit(threads);
      std::vector<float> mapping(scene.planes.size()), tracking(scene.planes.size());
      const MappingLossValue value = Mapping(scene.planes.data(), scene.Frame(), {}, mapping.data());
      const double total = loss_->Tracking(scene.planes.data(), scene.Frame(), {}, tracking.data()).total;
      if (threads == 1) {
        first_mapping = mapping;
        first_tracking = tracking;
        first_value = value;
        first_total = total;
      }
      EXPECT_EQ(mapping, first_mapping);
      EXPECT_EQ(tracking, first_tracking);
      EXPECT_EQ(value.total, first_value.total);
      EXPECT_EQ(value.ssim, first_value.ssim);
      EXPECT_EQ(value.psnr_db, first_value.psnr_db);
      EXPECT_EQ(total, first_total);
    }
  }
}

TEST_P(ImageLossTest, MappingGradientAgreesWithDifferences) {
  Scene scene = MakeScene({37, 29}, 6);
  const MappingLossWeights weights{1.0f, 0.1f, 0.5f, 0.2f};
  std::vector<float> gradient(scene.planes.size()), unused(scene.planes.size());
  Mapping(scene.planes.data(), scene.Frame(), weights, gradient.data());
  // Along the gradient's own direction in blocks: single pixels are below what the float sums resolve.
  for (size_t begin = 0; begin < scene.planes.size(); begin += 97) {
    const size_t end = std::min(begin + 97, scene.planes.size());
    const Scene start = scene;
    const float step = 1e-3f;
    double predicted = 0.0;
    const auto value_at = [&](float sign) {
      for (size_t i = begin; i < end; ++i) {
        scene.planes[i] = start.planes[i] + sign * step * (gradient[i] > 0.0f ? 1.0f : -1.0f);
      }
      return Mapping(scene.planes.data(), scene.Frame(), weights, unused.data()).total;
    };
    for (size_t i = begin; i < end; ++i) predicted += std::abs(gradient[i]);
    const double difference = (value_at(1.0f) - value_at(-1.0f)) / (2.0 * step);
    EXPECT_NEAR(difference, predicted, 0.05 * predicted + 1e-4) << "from " << begin;
    scene.planes = start.planes;
  }
}

TEST_P(ImageLossTest, NoValidDepthGivesNoDepthTerms) {
  Scene scene = MakeScene({40, 17}, 7);
  std::fill(scene.depth.begin(), scene.depth.end(), 0.0f);
  std::vector<float> gradient(scene.planes.size());
  const MappingLossValue mapping = Mapping(scene.planes.data(), scene.Frame(), {}, gradient.data());
  EXPECT_EQ(mapping.depth_l1_m, 0.0);
  EXPECT_EQ(mapping.psnr_db, 0.0);
  EXPECT_EQ(mapping.valid, 0);
  EXPECT_TRUE(std::isfinite(mapping.total));
  for (size_t i = 3 * scene.pixels(); i < 5 * scene.pixels(); ++i) EXPECT_EQ(gradient[i], 0.0f);

  const TrackingLossValue tracking = loss_->Tracking(scene.planes.data(), scene.Frame(), {}, gradient.data());
  EXPECT_EQ(tracking.total, 0.0);
  EXPECT_EQ(tracking.pixels, 0);
  for (const float g : gradient) EXPECT_EQ(g, 0.0f);
}

TEST_P(ImageLossTest, IdenticalImagesAreAMinimum) {
  Scene scene = MakeScene({64, 48}, 8);
  std::copy(scene.color.begin(), scene.color.end(), scene.planes.begin());
  std::copy(scene.depth.begin(), scene.depth.end(),
            scene.planes.begin() + 3 * static_cast<int64_t>(scene.pixels()));
  std::fill(scene.planes.begin() + 4 * static_cast<int64_t>(scene.pixels()), scene.planes.end(), 1.0f);
  std::vector<float> gradient(scene.planes.size());
  const MappingLossWeights weights{1.0f, 0.0f, 0.5f, 0.2f};  // more opaque would always be better
  const MappingLossValue value = Mapping(scene.planes.data(), scene.Frame(), weights, gradient.data());
  EXPECT_NEAR(value.total, 0.0, 1e-6);
  EXPECT_NEAR(value.ssim, 1.0, 1e-5);
  EXPECT_EQ(value.depth_l1_m, 0.0);
  EXPECT_EQ(value.color_l1, 0.0);
  const float pixel_share = 1.0f / static_cast<float>(3 * scene.pixels());
  for (const float g : gradient) EXPECT_NEAR(g, 0.0f, 1e-3f * pixel_share);
}

TEST_P(ImageLossTest, PsnrIsOfShownColorsAtValidDepth) {
  Scene scene = MakeScene({20, 10}, 9);
  const size_t n = scene.pixels();
  for (size_t i = 0; i < n; ++i) {
    const bool valid = i % 2 == 0;
    scene.depth[i] = valid ? 1.0f : 0.0f;
    for (size_t channel = 0; channel < 3; ++channel) {
      scene.color[channel * n + i] = 0.9f;
      scene.planes[channel * n + i] = valid ? 3.0f : 0.0f;  // shown as 1
    }
  }
  std::vector<float> gradient(scene.planes.size());
  const MappingLossValue value = Mapping(scene.planes.data(), scene.Frame(), {}, gradient.data());
  EXPECT_NEAR(value.psnr_db, 20.0, 1e-4);
}

TEST_P(ImageLossTest, ScratchFollowsTheImageSize) {
  std::vector<MappingLossValue> values;
  for (const ImageSize size : {ImageSize{48, 20}, ImageSize{35, 20}, ImageSize{48, 20}, ImageSize{130, 5}}) {
    const Scene scene = MakeScene(size, 10);
    std::vector<float> reused(scene.planes.size()), fresh(scene.planes.size());
    Mapping(scene.planes.data(), scene.Frame(), {}, reused.data());
    GetParam().make()->Mapping(scene.planes.data(), scene.Frame(), {}, fresh.data());
    test::WaitForCuda();
    EXPECT_EQ(reused, fresh) << size.width;
  }
}

std::vector<LossBackend> Backends() {
  std::vector<LossBackend> backends;
  for (const SimdTarget& target : SimdTargets()) {
    backends.push_back({"cpu_" + target.name, target, MakeImageLossCpu, MemoryKind::kHost});
  }
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, AnySimdTarget(), [=] { return MakeImageLossCuda(device.stream); },
                        device.name == "cuda" ? MemoryKind::kCuda : MemoryKind::kHost});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, ImageLossTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
