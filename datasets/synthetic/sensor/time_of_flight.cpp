// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// A time-of-flight sensor: noise by the light that returns (Lange, Seitz, "Solid-State Time-of-Flight Range
// Camera", IEEE J. Quantum Electronics 2001), and pixels at edges that see both surfaces and measure a depth
// between. Light that comes over other surfaces (multi-path) is left out.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "datasets/synthetic/sensor/depth_sensor.h"
#include "datasets/synthetic/sensor/pixel_noise.h"
#include "datasets/synthetic/sensor/sensor_models.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

constexpr double kLeastAmplitude = 0.0015;  // below: no depth
constexpr double kFarthest_m = 6.0;

double AmplitudeOf(const HitImage& hits, int x, int y) {
  const double z = hits.depth_m.at(y, x);
  return z > 0.0 ? hits.reflectance.at(y, x) * hits.cos_incidence.at(y, x) / (z * z) : 0.0;
}

/// What four places of the pixel return, added as the sensor adds light.
struct MixedReturn {
  double z_m = 0.0;
  double amplitude = 0.0;
};

/// The pixel's own surface and, where the edge to a neighbour runs through the pixel, a share of that one.
MixedReturn MixAt(const HitImage& hits, int x, int y, PixelNoise& noise) {
  constexpr double kEdge = 0.03;  // of depth, between neighbours
  const double own_amplitude = AmplitudeOf(hits, x, y), own_z = hits.depth_m.at(y, x);
  double amplitude = own_amplitude, weighted = own_amplitude * own_z;
  for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
    const int nx = x + dx, ny = y + dy;
    const float share = noise.Unit();
    if (nx < 0 || ny < 0 || nx >= hits.depth_m.width() || ny >= hits.depth_m.height()) continue;
    const double z = hits.depth_m.at(ny, nx);
    if (std::fabs(z - own_z) < kEdge * own_z) continue;
    const double more = 0.5 * share * AmplitudeOf(hits, nx, ny);
    amplitude += more;
    weighted += more * z;
  }
  return {amplitude > 0.0 ? weighted / amplitude : 0.0, amplitude};
}

}  // namespace

Image<float> MeasureTimeOfFlight(const Renderer&, const View& view, const HitImage& hits, uint64_t seed,
                                 int64_t frame) {
  Image<float> depth_m(1, view.camera.height, view.camera.width);
  ParallelFor(view.camera.height, 8, [&](int64_t begin, int64_t end) {
    for (int y = static_cast<int>(begin); y < static_cast<int>(end); ++y) {
      for (int x = 0; x < view.camera.width; ++x) {
        PixelNoise noise(seed, frame, x, y);
        const MixedReturn mixed = MixAt(hits, x, y, noise);
        if (mixed.amplitude < kLeastAmplitude || mixed.z_m > kFarthest_m) continue;
        const double z = mixed.z_m + TimeOfFlightSigma(mixed.amplitude) * noise.Normal();
        depth_m.at(y, x) = static_cast<float>(std::max(z, 0.0));
      }
    }
  });
  return depth_m;
}

}  // namespace isogs::synthetic
