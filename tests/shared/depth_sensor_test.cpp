// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/geometry/depth_sensor.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

TEST(DepthSensor, AKinectErrsAsItWasMeasuredTo) {
  EXPECT_NEAR(SensorSigma(DepthSensor::kKinect, 0.4, 1.0), 0.0012, 1e-9);
  EXPECT_NEAR(SensorSigma(DepthSensor::kKinect, 2.4, 1.0), 0.0012 + 0.0019 * 4.0, 1e-9);
  const double pi = std::acos(-1.0);  // at 60 degrees the third term is 0.0001 / sqrt(z) (60 / 30)^2
  EXPECT_NEAR(SensorSigma(DepthSensor::kKinect, 1.0, std::cos(pi / 3.0)), 0.0012 + 0.0019 * 0.36 + 0.0004,
              1e-9);
}

TEST(DepthSensor, ErrsMoreFartherAwayAndGrazing) {
  for (const DepthSensor sensor : {DepthSensor::kKinect, DepthSensor::kTimeOfFlight}) {
    double nearer = 0.0;
    for (double z_m = 0.5; z_m < 6.0; z_m += 0.5) {
      const double sigma_m = SensorSigma(sensor, z_m, 1.0);
      EXPECT_GT(sigma_m, nearer);
      EXPECT_GT(SensorSigma(sensor, z_m, 0.3), sigma_m);
      EXPECT_TRUE(std::isfinite(SensorSigma(sensor, z_m, 0.0)));
      nearer = sigma_m;
    }
  }
  EXPECT_NEAR(SensorSigma(DepthSensor::kTimeOfFlight, 2.0, 1.0), 0.0084, 0.0001);
  EXPECT_EQ(SensorSigma(DepthSensor::kLidar, 1.0, 1.0), 0.01);
}

TEST(DepthSensor, RenderedDepthDoesNotErr) {
  for (const double z_m : {0.1, 1.0, 10.0}) EXPECT_EQ(SensorSigma(DepthSensor::kRendered, z_m, 0.5), 0.0);
}

}  // namespace
}  // namespace isogs
