// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "shared/config/mapping_config.h"
#include "shared/core/random.h"
#include "shared/geometry/pose.h"
#include "slam/backend.h"
#include "slam/device_frame.h"
#include "slam/mapping/gaussian_map.h"
#include "slam/mapping/keyframe.h"

namespace isogs {

/// Losses that make the map a surface, means over a call's iterations; nothing where one is switched off.
struct SurfaceLossValue {
  std::optional<double> flat_m;  // smallest scale of the Gaussians in view
  std::optional<double> iso;     // |density - target| on the measured surface
};

/// What one mapping call did.
struct MappingReport {
  int64_t added = 0;
  int64_t pruned = 0;
  int64_t gaussians = 0;  // after it
  int iterations = 0;
  MappingLossValue loss;  // of the new frame, at its last iteration
  SurfaceLossValue surface;
};

/// Grows the map and optimises it on a window of keyframes (DESIGN.md section 6).
class Mapper {
 public:
  Mapper(const MappingConfig& mapping, const MapConfig& map, Backend& backend, Random& random);

  /// Maps one frame at its tracked pose; the frame becomes a keyframe. `timestep` is its position in the run.
  MappingReport Map(std::shared_ptr<const DeviceFrame> frame, int64_t timestep, const Pose& camera_from_map);

  /// Starts from Gaussians made elsewhere, before the first frame.
  void SetInitialMap(const GaussianCloud& cloud) { map_.Append(cloud); }
  /// Copies map, keyframes and scene radius into `state`.
  void Save(SlamState* state) const;
  /// Becomes what was saved. `frames`: the images of its keyframes, in order.
  void Restore(const SlamState& state, const std::vector<std::shared_ptr<const DeviceFrame>>& frames);

  const GaussianMap& map() const { return map_; }
  const std::vector<Keyframe>& keyframes() const { return keyframes_; }
  /// What the last mapping call rendered last of the newest keyframe's view, [5,H,W].
  const DeviceBuffer& newest_planes() const { return newest_planes_; }

 private:
  int64_t Densify(const Keyframe& keyframe);
  /// The new keyframe first, then those it is optimised with.
  std::vector<const Keyframe*> SelectWindow(const Keyframe& newest);
  /// Sets the report's losses.
  void Optimize(const std::vector<const Keyframe*>& window, MappingReport* report);
  /// Tells the iso loss what the window's views can meet while they are optimised.
  void PrepareIso(const std::vector<const Keyframe*>& window, int iterations);

  MappingConfig config_;
  MapConfig map_config_;
  Backend& backend_;
  Random& random_;
  AdamOptions adam_;
  IsoOptions iso_;
  GaussianMap map_;
  std::vector<Keyframe> keyframes_;
  float scene_radius_m_ = 0.0f;
  DeviceBuffer newest_planes_, planes_;  // renders of the newest keyframe's view, and of others
  DeviceBuffer plane_gradients_;
};

}  // namespace isogs
