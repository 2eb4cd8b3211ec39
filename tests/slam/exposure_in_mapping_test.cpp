// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "slam/system/slam_system.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr float kDarker = 0.7f;

/// Frame 0 as it is, the others darker; the fifth is mapped.
MappingReport MapADarkerFrame(bool exposure, Exposure* of_keyframe) {
  Config config;
  config.mapping.exposure = exposure;
  config.mapping.first_iterations = 40;
  config.mapping.iterations = 20;
  SlamSystem system(config, MakeBackend(Device::kCpu));
  FrameReport report;
  for (int i = 0; i < 5; ++i) {
    Frame frame = test::RoomFrame(test::MakeCamera(96, 72), test::RoomFromFirstCamera());
    if (i > 0) {
      for (float& value : frame.color.values()) value *= kDarker;
    }
    report = system.Process(std::move(frame));
  }
  *of_keyframe = system.keyframes().newest().use.exposure;
  return report.mapping.value();
}

TEST(ExposureInMapping, ADarkerFrameDoesNotDarkenTheMap) {
  Exposure found, none;
  const MappingReport with = MapADarkerFrame(true, &found);
  const MappingReport without = MapADarkerFrame(false, &none);
  EXPECT_EQ(none, Exposure{});
  for (int channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(found.gain[channel], kDarker, 0.05f);
    EXPECT_NEAR(found.bias[channel], 0.0f, 0.03f);
  }
  EXPECT_GT(with.loss->psnr_db, without.loss->psnr_db + 3.0);
}

}  // namespace
}  // namespace isogs
