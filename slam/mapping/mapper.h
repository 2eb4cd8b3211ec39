// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/config/mapping_config.h"
#include "shared/core/random.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/mapping/gaussian_map.h"
#include "slam/mapping/mapping_kernels.h"
#include "slam/mapping/moving_parts.h"

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
  double in_view = 0.0;                  // Gaussians, the mean over the iterations
  double hidden = 0.0;                   // share of the new frame where something moves
  std::optional<MappingLossValue> loss;  // of the new frame, at its last iteration; nothing: it had none
  SurfaceLossValue surface;
};

/// Grows the map and optimises it on a window of keyframes (docs/method.md, "Mapping").
class Mapper {
 public:
  /// `keyframes` and `random` must outlive it.
  Mapper(const MappingConfig& mapping, const MapConfig& map, DepthSensor sensor,
         const MappingKernels& kernels, KeyframeStore& keyframes, Random& random);

  /// Maps one frame at its tracked pose; the frame becomes a keyframe. `timestep` is its position in the run.
  MappingReport Map(const DeviceFrame& frame, int64_t timestep, const Pose& camera_from_map) {
    keyframes_.Add(timestep, camera_from_map, frame);
    return MapNewest(frame, config_.iterations);
  }
  /// Maps the newest keyframe, which was made of `frame`, with so many iterations unless it is the first. Of
  /// the keyframes it changes nothing but their use, so that others may read the rest meanwhile.
  MappingReport MapNewest(const DeviceFrame& frame, int iterations);

  /// Moves each Gaussian with the frame that made it; a motion a frame (moved_from_map).
  void MoveGaussians(std::span<const Pose> moved_from_map);

  /// Removes the Gaussians that the frames `timesteps` made; returns how many.
  int64_t RemoveMadeBy(std::span<const int64_t> timesteps) { return map_.RemoveMadeBy(timesteps); }

  /// Starts from Gaussians made elsewhere, before the first frame.
  void SetInitialMap(const GaussianCloud& cloud) { map_.Append(cloud); }
  /// Copies map and scene radius into `state`.
  void Save(SlamState* state) const;
  /// Becomes what was saved.
  void Restore(const SlamState& state);

  const GaussianMap& map() const { return map_; }
  /// What the last mapping call rendered last of the newest keyframe's view, [5,H,W].
  const DeviceBuffer& newest_planes() const { return newest_planes_; }

 private:
  /// A frame to optimise on: the new one as it is, others as the store keeps them.
  struct View {
    const DeviceFrame* frame = nullptr;  // the new one
    const Keyframe* keyframe = nullptr;  // else
    Camera camera;
    Pose camera_from_map = Pose::Identity();
    KeyframeUse use = {};
    int64_t hidden_pixels = 0;  // with a depth
  };
  struct Images {
    FrameView planes;
    MeasuredView depth;
  };

  /// All but the newest.
  std::span<const Keyframe> EarlierKeyframes() const {
    return std::span(keyframes_.all()).first(keyframes_.all().size() - 1);
  }
  /// Cells of the view where something moves; `first` and on are the keyframes that are asked, but `itself`.
  std::vector<uint8_t> FindMoving(const DepthView& view, size_t first, size_t itself) const;
  /// Asks keyframes from before and after what moved in the view of the one between.
  void LookBackForMoving();
  /// Renders the view of a frame that a map exists for.
  void RenderNewest(const View& newest);
  /// Sets the new frame's exposure, and its colours without it.
  void FitExposure(View* newest);
  int64_t Densify(const View& newest, int64_t timestep);
  /// The new frame first, then the keyframes it is optimised with.
  std::vector<View> SelectWindow(const View& newest, int most);
  /// Sets the report's losses.
  void Optimize(const std::vector<View>& window, MappingReport* report);
  /// Of the last render's image losses.
  GradientRows Backward(const Camera& camera);
  /// Add the gradients of a surface loss.
  void AddFlat(const RenderCamera& camera, const GradientRows& gradients);
  void AddIso(const MeasuredView& depth, const GradientRows& gradients);
  /// Tells the iso loss what the window's views can meet while they are optimised.
  void PrepareIso(const std::vector<View>& window, int iterations);
  /// Colours are in the map's exposure. What moves is hidden: `planes` are the view's render. Valid until the
  /// next call.
  Images ImagesOf(const View& view, const float* planes);
  Images WholeImagesOf(const View& view);

  MappingConfig config_;
  MapConfig map_config_;
  DepthSensor sensor_;
  MappingKernels kernels_;
  KeyframeStore& keyframes_;
  Random& random_;
  AdamOptions adam_;
  IsoOptions iso_;
  GaussianMap map_;
  float scene_radius_m_ = 0.0f;
  DeviceBuffer newest_planes_, planes_;  // renders of the newest keyframe's view, and of others
  DeviceBuffer plane_gradients_;
  DeviceBuffer newest_color_;  // [3,H,W] in the map's exposure, where the new frame has another
  DecodedFrame decoded_;  // images of the keyframe that is optimised on, or what is shown of the new frame
  DeviceBytes hidden_;    // cells of the view that is optimised on
};

}  // namespace isogs
