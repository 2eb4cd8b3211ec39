// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/core/host_device.h"

// How far depth sensors err, for kernels on any device: what the room builder makes noise of, and what
// mapping expects of a measurement.
namespace isogs {

enum class DepthSensor { kRendered, kKinect, kTimeOfFlight, kLidar };

/// Kinect (structured light): deviation of depth at z [m] and angle of incidence [rad]. Nguyen, Izadi,
/// Lovell, "Modeling Kinect Sensor Noise for Improved 3D Reconstruction and Tracking" (3DIMPVT 2012).
ISOGS_HD inline double KinectSigma(double z_m, double angle_rad) {
  constexpr double kHalfPi = 1.5707963267948966, kMostGrazing = 1.4;
  const double grazing = angle_rad < kMostGrazing ? angle_rad : kMostGrazing, rest = kHalfPi - grazing;
  return 0.0012 + 0.0019 * (z_m - 0.4) * (z_m - 0.4) +
         0.0001 / std::sqrt(z_m) * grazing * grazing / (rest * rest);
}

/// Time of flight: deviation of depth where `amplitude` is the share of light that returns, as reflectance
/// times cosine over the square of distance [1/m^2]: L / sqrt(8) x sqrt(B) / (2 A), with A electrons of the
/// signal and B of all light. Lange, Seitz, "Solid-State Time-of-Flight Range Camera" (IEEE J. Quantum
/// Electronics 2001).
ISOGS_HD inline double TimeOfFlightSigma(double amplitude) {
  // The formula is theirs, its three constants are our assumption of a sensor for rooms.
  constexpr double kUnambiguous_m = 7.5;   // c / (2 x 20 MHz)
  constexpr double kElectrons = 400000.0;  // collected for amplitude 1
  constexpr double kBackground = 6000.0;   // electrons of other light and of the circuit
  const double signal = kElectrons * amplitude;
  return kUnambiguous_m / std::sqrt(8.0) * std::sqrt(signal + kBackground) / (2.0 * signal);
}

/// Deviation of a measured depth [m] at z > 0 on a surface whose normal has that cosine to the ray; 0 for
/// rendered depth.
ISOGS_HD inline double SensorSigma(DepthSensor sensor, double z_m, double cosine) {
  constexpr double kReflectance = 0.3;   // our assumption: of what is in rooms, on average
  constexpr double kLeastCosine = 0.15;  // beyond, normals are not known
  // Our assumption: a deviation, the same at all distances, as large as the accuracy of a phone's lidar on
  // small objects. Luetzenburg, Kroon, Bjork, Scientific Reports 11 (2021), 10.1038/s41598-021-01763-9.
  constexpr double kLidarSigma_m = 0.01;
  const double c = cosine > kLeastCosine ? (cosine < 1.0 ? cosine : 1.0) : kLeastCosine;
  switch (sensor) {
    case DepthSensor::kKinect:
      return KinectSigma(z_m, std::acos(c));
    case DepthSensor::kTimeOfFlight:
      return TimeOfFlightSigma(kReflectance * c / (z_m * z_m));
    case DepthSensor::kLidar:
      return kLidarSigma_m;
    case DepthSensor::kRendered:
      break;
  }
  return 0.0;
}

}  // namespace isogs
