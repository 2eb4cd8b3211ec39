// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "run/slam_state.h"
#include "shared/core/random.h"

namespace isogs {

inline Pose RandomPose(Random& random) {
  Twist xi;
  for (int i = 0; i < 6; ++i) xi(i) = random.NextNormal();
  return ExpSe3(xi);
}

inline Params MakeParams(size_t gaussians, size_t frames) {
  Random random(7);
  Params params;
  params.map.Resize(gaussians);
  for (auto* values : {&params.map.means, &params.map.colors, &params.map.rotations,
                       &params.map.logit_opacities, &params.map.log_scales}) {
    for (float& value : *values) value = static_cast<float>(random.NextNormal());
  }
  for (size_t i = 0; i < gaussians; ++i) params.map.timesteps[i] = static_cast<float>(i % 5);
  params.camera = {320, 240, 292.5, 291.25, 159.1, 119.7};
  params.world_from_map = RandomPose(random);
  for (size_t t = 0; t < frames; ++t) {
    FrameRecord frame;
    frame.dataset_index = static_cast<int64_t>(10 + 3 * t);
    frame.timestamp_s = 1305031102.175304 + 0.033 * static_cast<double>(t);
    frame.camera_from_map = RandomPose(random);
    if (t != 1) frame.world_from_camera_truth = RandomPose(random);
    frame.state = static_cast<TrackingState>(t % 3);
    params.frames.push_back(frame);
    if (t % 2 == 0) params.keyframes.push_back(static_cast<int64_t>(t));
  }
  return params;
}

/// A state whose every array has values of its own.
inline SlamState MakeState(size_t gaussians, size_t frames) {
  SlamState state;
  state.params = MakeParams(gaussians, frames);
  Random random(11);
  for (FrameRecord& frame : state.params.frames) frame.online_camera_from_map = RandomPose(random);
  state.adam.first_moments.resize(16 * gaussians);
  state.adam.second_moments.resize(16 * gaussians);
  state.adam.steps.resize(gaussians);
  for (float& value : state.adam.first_moments) value = static_cast<float>(random.NextNormal());
  for (float& value : state.adam.second_moments) value = static_cast<float>(random.NextUnit());
  for (int32_t& steps : state.adam.steps) steps = static_cast<int32_t>(random.NextIndex(1000));
  for (size_t i = 0; i < state.params.keyframes.size(); ++i) {
    KeyframeUse use;
    if (i == 1) {
      use.hidden.resize(4800);
      use.hidden[0] = use.hidden[4799] = 1;
    }
    state.keyframes.push_back({RandomPose(random), use, random.NextBits()});
  }
  for (size_t i = 1; i < state.keyframes.size(); ++i) {
    KeyframeEdge edge{
        static_cast<int64_t>(i) - 1, static_cast<int64_t>(i), i % 2 == 0, RandomPose(random), {}};
    for (int k = 0; k < 36; ++k)
      edge.information(k % 6, k / 6) = edge.information(k / 6, k % 6) = random.NextUnit();
    state.edges.push_back(edge);
  }
  state.here = static_cast<int64_t>(state.keyframes.size()) - 1;
  state.closed_loops = 3;
  state.motion = MotionModel(RandomPose(random), RandomPose(random), true);
  state.sharpness = RecentSharpness({0.5, 0.25, 0.75});
  state.scene_radius_m = 2.5f;
  state.random = random.state();
  state.identity = "seed=0\nmapping.iterations=40\n";
  state.simd_target = "AVX2";
  return state;
}

}  // namespace isogs
