// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "run/array_values.h"
#include "run/params_file.h"
#include "shared/core/error.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

constexpr int64_t kMaxImageSide = 1 << 16;

int64_t Count(size_t size) { return static_cast<int64_t>(size); }

/// [count,3] from a file that holds one for all axes, two (of discs, which have no thickness) or three.
std::vector<float> ReadLogScales(const NpzReader& reader, int64_t count) {
  const Shape shape = reader.Header("log_scales").shape;
  const bool narrow = shape == Shape{count, 1} || shape == Shape{count, 2};
  const int64_t width = narrow ? shape[1] : 3;
  std::vector<float> stored = reader.Read<float>("log_scales", {count, width});
  if (width == 3) return stored;
  std::vector<float> three;
  three.reserve(3 * stored.size());
  for (size_t i = 0; i < stored.size(); i += static_cast<size_t>(width)) {
    if (width == 1) {
      three.insert(three.end(), 3, stored[i]);
    } else {
      three.insert(three.end(), {stored[i], stored[i + 1], -std::numeric_limits<float>::infinity()});
    }
  }
  return three;
}

void CheckAllFinite(const NpzReader& reader, const GaussianCloud& map) {
  CheckFinite(reader, "means3D", map.means);
  CheckFinite(reader, "rgb_colors", map.colors);
  CheckFinite(reader, "unnorm_rotations", map.rotations);
  CheckFinite(reader, "logit_opacities", map.logit_opacities);
  CheckFinite(reader, "log_scales", map.log_scales);
  CheckFinite(reader, "timestep", map.timesteps);
}

/// A column that some programs write as (N,) and some as (N,1).
std::vector<float> ReadColumn(const NpzReader& reader, const char* name, int64_t count) {
  const bool flat = reader.Header(name).shape.size() == 1;
  return reader.Read<float>(name, flat ? Shape{count} : Shape{count, 1});
}

/// Which frame made each Gaussian. SplaTAM's checkpoints and what its optimisers write do not know.
std::vector<float> ReadTimesteps(const NpzReader& reader, int64_t count, BadGaussians bad) {
  const bool knows = reader.Contains("timestep") && reader.Header("timestep").shape == Shape{count};
  if (knows || bad == BadGaussians::kReject) return reader.Read<float>("timestep", {count});
  return std::vector<float>(static_cast<size_t>(count), kUnknownTimestep);
}

/// How many Gaussians there are. Throws Error if arrays disagree, before any of them is read: a small file
/// may say that it unpacks to much.
int64_t GaussianCount(const NpzReader& reader) {
  reader.ExpectShape("means3D", {-1, 3});
  const int64_t count = reader.Header("means3D").shape.front();
  reader.ExpectShape("rgb_colors", {count, 3});
  reader.ExpectShape("unnorm_rotations", {count, 4});
  for (const char* name : {"logit_opacities", "log_scales"}) {
    const Shape shape = reader.Header(name).shape;
    if (shape.empty() || shape.front() != count) reader.ExpectShape(name, {count, -1});
  }
  return count;
}

GaussianCloud ReadMap(const NpzReader& reader, BadGaussians bad) {
  const int64_t count = GaussianCount(reader);
  GaussianCloud map;
  map.means = reader.Read<float>("means3D", {count, 3});
  map.colors = reader.Read<float>("rgb_colors", {count, 3});
  map.rotations = reader.Read<float>("unnorm_rotations", {count, 4});
  map.logit_opacities = ReadColumn(reader, "logit_opacities", count);
  map.log_scales = ReadLogScales(reader, count);
  map.timesteps = ReadTimesteps(reader, count, bad);
  if (bad == BadGaussians::kKeep) RemoveInvisible(&map);
  MakeLimitsFinite(&map);
  if (bad == BadGaussians::kReject) CheckAllFinite(reader, map);
  return map;
}

Camera ReadCamera(const NpzReader& reader) {
  const auto k = ReadFinite<double>(reader, "intrinsics", {3, 3});
  Camera camera{0, 0, k[0], k[4], k[2], k[5]};
  const auto width = reader.ReadScalar<int64_t>("org_width");
  const auto height = reader.ReadScalar<int64_t>("org_height");
  if (reader.Contains("isogs_camera")) {
    const auto exact = ReadFinite<double>(reader, "isogs_camera", {4});
    camera = {0, 0, exact[0], exact[1], exact[2], exact[3]};
  }
  if (width < 1 || height < 1 || width > kMaxImageSide || height > kMaxImageSide || camera.fx <= 0 ||
      camera.fy <= 0) {
    throw Error(reader.path().string() + ": camera of " + std::to_string(width) + "x" +
                std::to_string(height) + " pixels, focal lengths " + std::to_string(camera.fx) + " and " +
                std::to_string(camera.fy) + ", expected all positive");
  }
  camera.width = static_cast<int>(width);
  camera.height = static_cast<int>(height);
  return camera;
}

/// SplaTAM's poses. Its frames have no other number or time than their position.
std::vector<FrameRecord> ReadSplatamFrames(const NpzReader& reader) {
  reader.ExpectShape("cam_unnorm_rots", {1, 4, -1});
  const auto count = static_cast<size_t>(reader.Header("cam_unnorm_rots").shape.back());
  reader.ExpectShape("cam_trans", {1, 3, Count(count)});
  const auto rotations = ReadFinite<double>(reader, "cam_unnorm_rots", {1, 4, Count(count)});
  const auto translations = ReadFinite<double>(reader, "cam_trans", {1, 3, Count(count)});
  std::vector<FrameRecord> frames(count);
  for (size_t t = 0; t < count; ++t) {
    const Eigen::Quaterniond q(rotations[t], rotations[count + t], rotations[2 * count + t],
                               rotations[3 * count + t]);
    if (!(q.norm() > 1e-6)) {
      throw Error(reader.path().string() + ": array 'cam_unnorm_rots': quaternion " + std::to_string(t) +
                  " is zero");
    }
    frames[t].dataset_index = Count(t);
    frames[t].timestamp_s = static_cast<double>(t);
    frames[t].camera_from_map.linear() = q.normalized().toRotationMatrix();
    frames[t].camera_from_map.translation() << translations[t], translations[count + t],
        translations[2 * count + t];
  }
  return frames;
}

TrackingState MakeState(const NpzReader& reader, int32_t value) {
  if (value < 0 || value > static_cast<int32_t>(TrackingState::kLost)) {
    throw Error(reader.path().string() + ": array 'isogs_frame_states': state " + std::to_string(value) +
                ", expected 0 to 2");
  }
  return static_cast<TrackingState>(value);
}

/// The exact poses and what SplaTAM does not keep.
std::vector<FrameRecord> ReadFrames(const NpzReader& reader) {
  reader.ExpectShape("isogs_poses", {-1, 4, 4});
  const int64_t count = reader.Header("isogs_poses").shape.front();
  reader.ExpectShape("cam_unnorm_rots", {1, 4, count});
  std::vector<FrameRecord> frames = ReadSplatamFrames(reader);
  const auto poses = ReadPoses(reader, "isogs_poses", count);
  const auto truth = reader.Read<double>("isogs_ground_truth_poses", {count, 4, 4});
  const auto indices = reader.Read<int64_t>("isogs_frame_indices", {count});
  const auto timestamps = ReadFinite<double>(reader, "isogs_timestamps", {count});
  const auto states = reader.Read<int32_t>("isogs_frame_states", {count});
  for (size_t t = 0; t < frames.size(); ++t) {
    FrameRecord& frame = frames[t];
    frame.camera_from_map = poses[t];
    frame.world_from_camera_truth = MakePose(reader, "isogs_ground_truth_poses", t, &truth[16 * t]);
    frame.dataset_index = indices[t];
    frame.timestamp_s = timestamps[t];
    frame.state = MakeState(reader, states[t]);
    if (frame.dataset_index < 0) {
      throw Error(reader.path().string() + ": array 'isogs_frame_indices': index " +
                  std::to_string(frame.dataset_index) + " is negative");
    }
  }
  return frames;
}

std::vector<int64_t> ReadKeyframes(const NpzReader& reader, int64_t frame_count) {
  auto keyframes = reader.Read<int64_t>("keyframe_time_indices", {-1});
  int64_t last = -1;
  for (const int64_t keyframe : keyframes) {
    if (keyframe <= last || keyframe >= frame_count) {
      throw Error(reader.path().string() + ": array 'keyframe_time_indices': " + std::to_string(keyframe) +
                  " after " + std::to_string(last) + ", expected ascending numbers below " +
                  std::to_string(frame_count));
    }
    last = keyframe;
  }
  return keyframes;
}

void CheckVersion(const NpzReader& reader) {
  const auto version = reader.ReadScalar<int64_t>("isogs_format_version");
  if (version != kParamsFormatVersion) {
    throw Error(reader.path().string() + ": format version " + std::to_string(version) + ", expected " +
                std::to_string(kParamsFormatVersion));
  }
}

}  // namespace

Params ReadParams(const NpzReader& reader, BadGaussians bad) {
  const bool ours = reader.Contains("isogs_format_version");
  if (ours) CheckVersion(reader);
  Params params;
  params.map = ReadMap(reader, bad);
  const auto has = [&](const char* name) {
    return ours || bad == BadGaussians::kReject || reader.Contains(name);
  };
  if (has("intrinsics") && has("org_width") && has("org_height")) params.camera = ReadCamera(reader);
  if (has("cam_unnorm_rots") && has("cam_trans"))
    params.frames = ours ? ReadFrames(reader) : ReadSplatamFrames(reader);
  if (has("keyframe_time_indices")) params.keyframes = ReadKeyframes(reader, Count(params.frames.size()));
  if (ours) params.world_from_map = ReadPose(reader, "isogs_world_from_map");
  return params;
}

Params ReadParams(const std::filesystem::path& path, BadGaussians bad) {
  return ReadParams(NpzReader(path), bad);
}

}  // namespace isogs
