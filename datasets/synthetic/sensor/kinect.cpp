// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// A structured light sensor. Noise by Nguyen, Izadi, Lovell, "Modeling Kinect Sensor Noise for Improved 3D
// Reconstruction and Tracking" (3DIMPVT 2012); steps of 1/8 pixel of disparity and the projector's shadow by
// Khoshelham, Elberink, "Accuracy and Resolution of Kinect Depth Data" (Sensors 2012).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "datasets/synthetic/sensor/depth_sensor.h"
#include "datasets/synthetic/sensor/pixel_noise.h"
#include "datasets/synthetic/sensor/sensor_models.h"
#include "shared/core/parallel.h"
#include "shared/geometry/projection.h"

namespace isogs::synthetic {
namespace {

constexpr double kFocal_px = 580.0, kBaseline_m = 0.075;  // of the infrared camera, 640 pixels wide
constexpr double kDisparityStep_px = 1.0 / 8.0;
constexpr double kNearest_m = 0.4, kFarthest_m = 8.0;
constexpr double kLateral_px = 0.8;  // deviation at 640 pixels (Nguyen et al., section 3.1)

double Smoothstep(double low, double high, double x) {
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

/// How often no pattern is found: where it grazes the surface, and where too little of it comes back.
double LossOf(double cosine, double reflectance, double z_m) {
  const double angle_deg = std::acos(cosine) * 180.0 / std::numbers::pi;
  const double returned = reflectance * cosine / (z_m * z_m);
  return std::max(Smoothstep(68.0, 84.0, angle_deg), 1.0 - Smoothstep(0.0015, 0.006, returned));
}

/// Which pixels of a row the projector, a baseline to the right of the camera, does not light.
class ProjectorShadow {
 public:
  ProjectorShadow(const RayScene& rays, const View& view, const Image<float>& depth_m)
      : rays_(rays), view_(view), depth_m_(depth_m) {}

  void Find(int y, std::vector<uint8_t>& dark) const {
    const Pose& pose = view_.world_from_row[view_.world_from_row.size() == 1 ? 0 : static_cast<size_t>(y)];
    const Eigen::Vector3f projector = (pose * Eigen::Vector3d(kBaseline_m, 0.0, 0.0)).cast<float>();
    for (int x0 = 0; x0 < view_.camera.width; x0 += RayScene::kPacket) {
      const int count = std::min(RayScene::kPacket, view_.camera.width - x0);
      RTCRay8 packet;
      for (int k = 0; k < count; ++k) {
        const Eigen::Vector3d point = PointAt(view_.camera, x0 + k, y, depth_m_.at(y, x0 + k));
        const Eigen::Vector3f way = (pose * point).cast<float>() - projector;
        SetRay(packet, k, projector, way, 0.999f);  // from afar, so that the surface does not shade itself
      }
      rays_.Occlude(packet, count);
      uint8_t* const marks = &dark[static_cast<size_t>(x0)];
      for (int k = 0; k < count; ++k) marks[k] = packet.tfar[k] < 0.0f ? 1 : 0;
    }
  }

 private:
  const RayScene& rays_;
  const View& view_;
  const Image<float>& depth_m_;
};

float MeasuredAt(const View& view, const HitImage& hits, int x, int y, PixelNoise& noise) {
  const double lateral_px = kLateral_px * view.camera.width / 640.0;
  // Edges are ragged: a pixel sees a place a little beside.
  const int sx =
      std::clamp(static_cast<int>(std::lround(x + lateral_px * noise.Normal())), 0, view.camera.width - 1);
  const int sy =
      std::clamp(static_cast<int>(std::lround(y + lateral_px * noise.Normal())), 0, view.camera.height - 1);
  // On a surface, the shift is no noise of depth: that is what the deviation along z has been measured as.
  const double here = hits.depth_m.at(y, x), beside = hits.depth_m.at(sy, sx);
  const double z = std::fabs(beside - here) > 0.05 * here ? beside : here;
  const double cosine = hits.cos_incidence.at(sy, sx);
  const float lot = noise.Unit(), error = noise.Normal();
  if (z < kNearest_m || z > kFarthest_m || lot < LossOf(cosine, hits.reflectance.at(sy, sx), z)) return 0.0f;
  const double sigma = KinectSigma(z, std::acos(cosine)), step = KinectStep(z);
  // The deviation that was measured has that of the steps in it.
  const double before_steps = std::sqrt(std::max(sigma * sigma - step * step / 12.0, 0.0625 * step * step));
  const double disparities = kFocal_px * kBaseline_m / kDisparityStep_px;
  const double noisy = z + before_steps * error;
  if (noisy <= 0.0) return 0.0f;
  return static_cast<float>(disparities / std::round(disparities / noisy));
}

}  // namespace

double KinectStep(double z_m) { return z_m * z_m * kDisparityStep_px / (kFocal_px * kBaseline_m); }

Image<float> MeasureWithKinect(const Renderer& rooms, const View& view, const HitImage& hits, uint64_t seed,
                               int64_t frame) {
  Image<float> depth_m(1, view.camera.height, view.camera.width);
  const ProjectorShadow shadow(rooms.rays(), view, hits.depth_m);
  ParallelFor(view.camera.height, 8, [&](int64_t begin, int64_t end) {
    std::vector<uint8_t> dark(static_cast<size_t>(view.camera.width));
    for (int y = static_cast<int>(begin); y < static_cast<int>(end); ++y) {
      shadow.Find(y, dark);
      for (int x = 0; x < view.camera.width; ++x) {
        PixelNoise noise(seed, frame, x, y);
        if (dark[static_cast<size_t>(x)] == 0) depth_m.at(y, x) = MeasuredAt(view, hits, x, y, noise);
      }
    }
  });
  return depth_m;
}

}  // namespace isogs::synthetic
