// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sequence/frame_caster.h"

#include "datasets/synthetic/sensor/common_gain.h"

namespace isogs::synthetic {
namespace {

constexpr double kExposure_s = 0.016;
constexpr double kReadout_s = 0.025;  // from the first row's exposure to the last one's
constexpr int kSubFrames = 8;         // of a blurred frame

}  // namespace

FrameCaster::FrameCaster(const Renderer& rooms, const HandHeldCamera& path, const SequenceOptions& options)
    : rooms_(rooms), path_(path), options_(options), camera_(CameraOf(options)) {}

std::vector<Pose> FrameCaster::PosesOf(int64_t index, double offset_s) const {
  const auto pose_at = [&](double time_s) { return path_.WorldFromCamera(options_.speed * time_s); };
  const double middle_s = static_cast<double>(index) / kFrameRate_hz + offset_s;
  if (!options_.rolling_shutter) return {pose_at(middle_s)};
  std::vector<Pose> poses;
  poses.reserve(static_cast<size_t>(camera_.height));
  for (int row = 0; row < camera_.height; ++row)
    poses.push_back(pose_at(middle_s + kReadout_s * ((row + 0.5) / camera_.height - 0.5)));
  return poses;
}

RawFrame FrameCaster::Cast(int64_t index) const {
  RawFrame frame;
  frame.world_from_camera =
      path_.WorldFromCamera(options_.speed * static_cast<double>(index) / kFrameRate_hz);
  const std::vector<Pose> poses = PosesOf(index, 0.0);
  const View view = {camera_, poses};
  const bool same_rays = options_.rays_per_pixel == 1 && !options_.blur;  // for colour and depth
  if (same_rays || options_.noise != DepthNoise::kNone) {
    frame.radiance = rooms_.RadianceWithHits(view, &frame.hits);
  } else {
    frame.hits = rooms_.CastCenters(view);
  }
  if (!same_rays)
    frame.radiance = options_.blur ? Blurred(index) : rooms_.Radiance(view, options_.rays_per_pixel);
  frame.depth_m = MeasureDepth(options_.noise, rooms_, view, frame.hits, options_.seed, index);
  return frame;
}

/// The mean of views from where the camera is while the shutter is open.
Image<float> FrameCaster::Blurred(int64_t index) const {
  Image<float> sum(3, camera_.height, camera_.width);
  for (int k = 0; k < kSubFrames; ++k) {
    const std::vector<Pose> poses = PosesOf(index, kExposure_s * ((k + 0.5) / kSubFrames - 0.5));
    const Image<float> part = rooms_.Radiance({camera_, poses}, options_.rays_per_pixel);
    for (size_t i = 0; i < sum.values().size(); ++i) sum.values()[i] += part.values()[i] / kSubFrames;
  }
  return sum;
}

float FrameCaster::CommonGain() const {
  constexpr int kViews = 16, kWidth = 64;
  SequenceOptions small = options_;
  small.width = kWidth;
  small.height = kWidth * 3 / 4;
  std::vector<Pose> poses;
  for (int k = 0; k < kViews; ++k) {
    const double index = static_cast<double>(options_.frames) * k / kViews;
    poses.push_back(path_.WorldFromCamera(options_.speed * index / kFrameRate_hz));
  }
  return isogs::synthetic::CommonGain(rooms_, CameraOf(small), poses);
}

}  // namespace isogs::synthetic
