// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/exposure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/losses/exposure_cpu.h"
#include "slam/losses/exposure_cuda.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

struct ExposureBackend {
  std::string name;
  std::function<std::unique_ptr<ExposureFitter>()> make;
};

/// A textured view of the map, and a frame of the same place.
struct Views {
  explicit Views(int across = 160, int down = 120) : width(across), height(down) {
    const isogs::Frame room = test::RoomFrame(test::MakeCamera(width, height), Pose::Identity());
    const size_t size = room.color.plane_size();
    planes = room.color.values();
    planes.resize(size_t{plane::kCount} * size, 1.0f);  // depth and silhouette
    color = room.color.values();
    depth_m.assign(size, 1.0f);
  }
  /// Shows the frame as a camera with the exposure would.
  void Expose(const Exposure& exposure) {
    for (size_t i = 0; i < color.size(); ++i) {
      const size_t channel = i / depth_m.size();
      color[i] = exposure.gain[channel] * color[i] + exposure.bias[channel];
    }
  }
  FrameView Frame() const { return {width, height, color.data(), depth_m.data()}; }

  int width, height;
  std::vector<float> planes;  // [5,H,W]
  std::vector<float> color;   // [3,H,W]
  std::vector<float> depth_m;
};

class ExposureTest : public testing::TestWithParam<ExposureBackend> {
 protected:
  std::unique_ptr<ExposureFitter> fitter_ = GetParam().make();
};

void ExpectNear(const Exposure& found, const Exposure& expected, float tolerance) {
  for (int channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(found.gain[channel], expected.gain[channel], tolerance);
    EXPECT_NEAR(found.bias[channel], expected.bias[channel], tolerance);
  }
}

const Exposure kDark{{0.7f, 0.8f, 0.75f}, {0.02f, 0.0f, 0.03f}};

TEST_P(ExposureTest, IsFoundForEachChannel) {
  Views views;
  views.Expose(kDark);
  ExpectNear(fitter_->Fit(views.planes.data(), views.Frame(), {}), kDark, 0.02f);
}

TEST_P(ExposureTest, WhatIsNotTheMapsDoesNotCount) {
  Views views;
  views.Expose(kDark);
  // A person walks through a quarter of the picture.
  for (int y = 0; y < views.height; ++y) {
    for (int x = 0; x < views.width / 4; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        const int pixel = (channel * views.height + y) * views.width + x;
        views.color[static_cast<size_t>(pixel)] = 0.9f;
      }
    }
  }
  ExpectNear(fitter_->Fit(views.planes.data(), views.Frame(), {}), kDark, 0.03f);
}

TEST_P(ExposureTest, StaysAsGuessedWhereLittleIsSeen) {
  Views views;
  views.Expose(kDark);
  const Exposure guess{{1.1f, 1.0f, 0.9f}, {0.0f, 0.01f, 0.0f}};
  Views blind = views;
  std::ranges::fill(blind.depth_m, 0.0f);
  EXPECT_EQ(fitter_->Fit(blind.planes.data(), blind.Frame(), guess), guess);
  Views black = views;
  std::ranges::fill(black.color, 0.0f);
  EXPECT_EQ(fitter_->Fit(black.planes.data(), black.Frame(), guess), guess);
  Views unmapped = views;
  std::ranges::fill(unmapped.planes, 0.0f);
  EXPECT_EQ(fitter_->Fit(unmapped.planes.data(), unmapped.Frame(), guess), guess);
}

TEST_P(ExposureTest, NoiseIsNotFollowed) {
  Views views;
  Random random(1);
  for (float& value : views.color) value += 0.05f * static_cast<float>(random.NextNormal());
  EXPECT_EQ(fitter_->Fit(views.planes.data(), views.Frame(), {}), Exposure{});
}

TEST_P(ExposureTest, IsRemovedInPlace) {
  Views views;
  const std::vector<float> as_mapped = views.color;
  views.Expose(kDark);
  fitter_->Remove(views.Frame(), kDark, views.color.data());
  test::WaitForCuda();
  for (size_t i = 0; i < as_mapped.size(); ++i) ASSERT_NEAR(views.color[i], as_mapped[i], 1e-6f);
}

TEST_P(ExposureTest, IsTheSameOnAnyNumberOfThreads) {
  Views views(203, 117);
  views.Expose(kDark);
  const auto fit = [&](int threads) {
    const ThreadLimit limit(threads);
    return fitter_->Fit(views.planes.data(), views.Frame(), {});
  };
  EXPECT_EQ(fit(1), fit(4));
}

std::vector<ExposureBackend> Backends() {
  std::vector<ExposureBackend> backends{{"cpu", MakeExposureFitterCpu}};
  for (const test::CudaDevice& device : test::CudaDevices())
    backends.push_back({device.name, [=] { return MakeExposureFitterCuda(device.stream); }});
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, ExposureTest, testing::ValuesIn(Backends()),
                         [](const auto& backend) { return backend.param.name; });

}  // namespace
}  // namespace isogs
