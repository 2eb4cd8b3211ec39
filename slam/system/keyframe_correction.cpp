// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/system/keyframe_correction.h"

namespace isogs {
namespace {

bool IsSame(const Pose& a, const Pose& b) { return a.matrix() == b.matrix(); }

/// Between two motions, by the screw that leads from one to the other.
Pose Interpolated(const Pose& a, const Pose& b, double share) {
  if (IsSame(a, b)) return a;
  return Orthonormalized(ExpSe3(share * LogSe3(b * a.inverse())) * a);
}

}  // namespace

std::vector<Pose> FrameMotions(std::span<const Keyframe> keyframes, std::span<const Pose> camera_from_map,
                               int64_t frames) {
  std::vector<Pose> of_keyframes;
  for (size_t k = 0; k < keyframes.size(); ++k) {
    const Pose& before = keyframes[k].camera_from_map;
    of_keyframes.push_back(IsSame(before, camera_from_map[k])
                               ? Pose::Identity()
                               : Orthonormalized(camera_from_map[k].inverse() * before));
  }
  std::vector<Pose> motions(static_cast<size_t>(frames), Pose::Identity());
  if (keyframes.empty()) return motions;
  size_t next = 0;  // the first keyframe at or after the frame
  for (int64_t t = 0; t < frames; ++t) {
    while (next < keyframes.size() && keyframes[next].timestep < t) ++next;
    Pose& motion = motions[static_cast<size_t>(t)];
    if (next == keyframes.size()) {
      motion = of_keyframes.back();
    } else if (next == 0 || keyframes[next].timestep == t) {
      motion = of_keyframes[next];
    } else {
      const int64_t begin = keyframes[next - 1].timestep;
      const auto length = static_cast<double>(keyframes[next].timestep - begin);
      motion =
          Interpolated(of_keyframes[next - 1], of_keyframes[next], static_cast<double>(t - begin) / length);
    }
  }
  return motions;
}

void MoveFrames(std::span<const Pose> moved_from_map, std::vector<FrameRecord>* frames) {
  for (size_t t = 0; t < frames->size(); ++t) {
    if (IsSame(moved_from_map[t], Pose::Identity())) continue;
    Pose& pose = (*frames)[t].camera_from_map;
    pose = Orthonormalized(pose * moved_from_map[t].inverse());
  }
}

}  // namespace isogs
