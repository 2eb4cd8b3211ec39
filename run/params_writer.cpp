// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "run/array_values.h"
#include "run/params_file.h"

namespace isogs {
namespace {

int64_t Count(size_t size) { return static_cast<int64_t>(size); }

/// Camera_from_map as SplaTAM keeps it: a quaternion and a translation a frame, frame index last.
struct CameraColumns {
  std::vector<float> rotations;     // [1,4,T] w, x, y, z
  std::vector<float> translations;  // [1,3,T]
};

CameraColumns MakeCameraColumns(const std::vector<FrameRecord>& frames) {
  const size_t count = frames.size();
  CameraColumns columns{std::vector<float>(4 * count), std::vector<float>(3 * count)};
  for (size_t t = 0; t < count; ++t) {
    const Pose& pose = frames[t].camera_from_map;
    Eigen::Quaterniond q(pose.linear());
    if (q.w() < 0) q.coeffs() = -q.coeffs();
    const double wxyz[4] = {q.w(), q.x(), q.y(), q.z()};
    for (size_t c = 0; c < 4; ++c) columns.rotations[c * count + t] = static_cast<float>(wxyz[c]);
    for (size_t c = 0; c < 3; ++c) {
      columns.translations[c * count + t] = static_cast<float>(pose.translation()(static_cast<int>(c)));
    }
  }
  return columns;
}

/// One 4x4 matrix a frame, NaN where `pose_of` knows none.
template <typename T, typename PoseOf>
std::vector<T> FrameMatrices(const std::vector<FrameRecord>& frames, PoseOf&& pose_of) {
  std::vector<T> matrices;
  matrices.reserve(16 * frames.size());
  for (const FrameRecord& frame : frames) {
    const std::optional<Pose> pose = pose_of(frame);
    if (pose) {
      AppendPose(*pose, &matrices);
    } else {
      matrices.insert(matrices.end(), 16, std::numeric_limits<T>::quiet_NaN());
    }
  }
  return matrices;
}

template <typename T, typename ValueOf>
std::vector<T> FrameValues(const std::vector<FrameRecord>& frames, ValueOf&& value_of) {
  std::vector<T> values;
  values.reserve(frames.size());
  for (const FrameRecord& frame : frames) values.push_back(value_of(frame));
  return values;
}

/// The arrays of a file that are no plain member of Params, held while they are written.
struct DerivedArrays {
  explicit DerivedArrays(const Params& params)
      : columns(MakeCameraColumns(params.frames)),
        intrinsics{static_cast<float>(params.camera.fx),
                   0,
                   static_cast<float>(params.camera.cx),
                   0,
                   static_cast<float>(params.camera.fy),
                   static_cast<float>(params.camera.cy),
                   0,
                   0,
                   1},
        size{params.camera.width, params.camera.height},
        camera{params.camera.fx, params.camera.fy, params.camera.cx, params.camera.cy} {
    AppendPose(Pose::Identity(), &first_camera);
    AppendPose(params.world_from_map, &world_from_map);
    const std::vector<FrameRecord>& frames = params.frames;
    truth_in_map = FrameMatrices<float>(frames, [&](const FrameRecord& frame) -> std::optional<Pose> {
      if (!frame.world_from_camera_truth) return std::nullopt;
      return frame.world_from_camera_truth->inverse() * params.world_from_map;
    });
    truth = FrameMatrices<double>(frames, [](const FrameRecord& f) { return f.world_from_camera_truth; });
    poses = FrameMatrices<double>(
        frames, [](const FrameRecord& f) -> std::optional<Pose> { return f.camera_from_map; });
    indices = FrameValues<int64_t>(frames, [](const FrameRecord& f) { return f.dataset_index; });
    timestamps = FrameValues<double>(frames, [](const FrameRecord& f) { return f.timestamp_s; });
    states = FrameValues<int32_t>(frames, [](const FrameRecord& f) { return static_cast<int32_t>(f.state); });
  }

  CameraColumns columns;
  std::vector<float> intrinsics;
  std::vector<int64_t> size;
  std::vector<double> camera;
  std::vector<float> first_camera;
  std::vector<float> truth_in_map;
  std::vector<int64_t> version = {kParamsFormatVersion};
  std::vector<double> world_from_map, truth, poses, timestamps;
  std::vector<int64_t> indices;
  std::vector<int32_t> states;
};

}  // namespace

void WriteParams(const std::filesystem::path& path, const Params& params,
                 std::span<const NamedArray> extras) {
  const int64_t n = Count(params.map.size());
  const int64_t t = Count(params.frames.size());
  const DerivedArrays derived(params);
  const std::span<const int64_t> size(derived.size);
  std::vector<NamedArray> arrays = {
      MakeNamedArray("means3D", {n, 3}, params.map.means),
      MakeNamedArray("rgb_colors", {n, 3}, params.map.colors),
      MakeNamedArray("unnorm_rotations", {n, 4}, params.map.rotations),
      MakeNamedArray("logit_opacities", {n, 1}, params.map.logit_opacities),
      MakeNamedArray("log_scales", {n, 3}, params.map.log_scales),
      MakeNamedArray("cam_unnorm_rots", {1, 4, t}, derived.columns.rotations),
      MakeNamedArray("cam_trans", {1, 3, t}, derived.columns.translations),
      MakeNamedArray("timestep", {n}, params.map.timesteps),
      MakeNamedArray("intrinsics", {3, 3}, derived.intrinsics),
      MakeNamedArray("w2c", {4, 4}, derived.first_camera),
      MakeNamedArray("org_width", {}, size.first(1)),
      MakeNamedArray("org_height", {}, size.last(1)),
      MakeNamedArray("gt_w2c_all_frames", {t, 4, 4}, derived.truth_in_map),
      MakeNamedArray("keyframe_time_indices", {Count(params.keyframes.size())}, params.keyframes),
      MakeNamedArray("isogs_format_version", {}, derived.version),
      MakeNamedArray("isogs_camera", {4}, derived.camera),
      MakeNamedArray("isogs_world_from_map", {4, 4}, derived.world_from_map),
      MakeNamedArray("isogs_frame_indices", {t}, derived.indices),
      MakeNamedArray("isogs_timestamps", {t}, derived.timestamps),
      MakeNamedArray("isogs_frame_states", {t}, derived.states),
      MakeNamedArray("isogs_poses", {t, 4, 4}, derived.poses),
      MakeNamedArray("isogs_ground_truth_poses", {t, 4, 4}, derived.truth),
  };
  arrays.insert(arrays.end(), extras.begin(), extras.end());
  WriteNpz(path, arrays);
}

}  // namespace isogs
