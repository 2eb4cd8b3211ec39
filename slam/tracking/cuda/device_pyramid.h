// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/cuda/runtime.h"
#include "shared/geometry/camera.h"
#include "slam/device/frame_view.h"
#include "slam/rendering/vector_math.h"
#include "slam/tracking/alignment_state.h"
#include "slam/tracking/pyramid_cameras.h"

// Image pyramids of an alignment on the device: what ViewLevel and FrameLevel (alignment_pyramid.h) are on
// the CPU, where the meaning of their planes is said.
namespace isogs::cuda {

/// A pyramid level for kernels. Planes are surrounded by kMargin rows and columns of zeros, so that
/// neighbours are read without a look at borders.
struct LevelPlanes {
  static constexpr int kMargin = 2;

  int width, height;
  int stride;  // from one row to the next
  float fx, fy, cx, cy;
  float* inverse_depth;
  float* grey;
  float* depth_m;

  ISOGS_HD int64_t At(int x, int y) const { return int64_t{y + kMargin} * stride + (x + kMargin); }
};

struct ViewPlanes : LevelPlanes {
  static constexpr int kPlanes = 8;

  float* normal[3];
  float* gradient[2];
};

struct FramePlanes : LevelPlanes {
  static constexpr int kPlanes = 4;

  uint32_t* grey_pairs;
};

/// Levels as an argument of kernels, finest first.
template <typename Planes>
struct Levels {
  int count = 0;
  Planes level[kMaxLevels];
};

/// The memory of a pyramid's levels.
template <typename Planes>
class LevelMemory {
 public:
  /// Makes levels for the camera's images; what is there stays if they are of that size already.
  void Resize(Stream stream, const Camera& camera);
  const Levels<Planes>& levels() const { return levels_; }
  const Camera& camera() const { return camera_; }

 private:
  Camera camera_;  // of the finest
  Levels<Planes> levels_;
  DeviceArray<float> memory_{"alignment"};
};

/// The view's side.
class DeviceViewPyramid {
 public:
  explicit DeviceViewPyramid(Stream stream) : stream_(stream) {}

  /// See BuildViewPyramid.
  void Build(const float* planes, const Camera& camera, float min_silhouette);
  void Build(const FrameView& frame, const Camera& camera);
  const Levels<ViewPlanes>& levels() const { return memory_.levels(); }
  const Camera& camera() const { return memory_.camera(); }
  /// [levels], on the device.
  const LevelSummary* summaries() const { return summaries_.data(); }

 private:
  /// Makes all else from the finest level's 1/z and grey.
  void Finish();

  Stream stream_;
  LevelMemory<ViewPlanes> memory_;
  DeviceArray<double> sums_{"alignment"};  // a row a block
  DeviceArray<LevelSummary> summaries_{"alignment"};
};

/// The frame's side.
class DeviceFramePyramid {
 public:
  explicit DeviceFramePyramid(Stream stream) : stream_(stream) {}

  /// See BuildFramePyramid.
  void Build(const FrameView& frame, const Camera& camera);
  const Levels<FramePlanes>& levels() const { return memory_.levels(); }

 private:
  Stream stream_;
  LevelMemory<FramePlanes> memory_;
};

}  // namespace isogs::cuda
