// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/pose_check.h"

#include <spdlog/fmt/fmt.h>

#include <vector>

#include "datasets/reprojection.h"
#include "shared/geometry/near_plane.h"

namespace isogs {
namespace {

/// By true poses, Kinects and headsets reach 0.6 and more; what has this much is not doubted.
constexpr double kGoodScore = 0.5;
/// Something else explains the frames if it comes to so much more.
constexpr double kClearlyBetter = 0.2;
/// Of guesses that explain as much, the first is the likeliest.
constexpr double kAlike = 0.02;
/// Where nothing explains them, they are doubted if fewer of the points agree, of a view that they share.
constexpr double kFewAgree = 0.25;
constexpr double kSharedView = 0.3;

/// Something that may be wrong, mended.
struct Guess {
  Pose second_from_first = Pose::Identity();
  Camera camera;
  std::string advice;
};

Pose Turned(const Pose& pose) {  // y and z axes of both cameras
  const Eigen::Affine3d turn(Eigen::Vector3d(1.0, -1.0, -1.0).asDiagonal());
  return Pose((turn * Eigen::Affine3d(pose) * turn).matrix());
}

/// The camera of the same images by intrinsics that are `factor` times as large.
Camera WithIntrinsics(Camera camera, double factor) {
  camera.fx *= factor;
  camera.fy *= factor;
  camera.cx = (camera.cx + 0.5) * factor - 0.5;
  camera.cy = (camera.cy + 0.5) * factor - 0.5;
  return camera;
}

Pose WithTranslation(Pose pose, double factor) {
  pose.translation() *= factor;
  return pose;
}

/// What people get wrong, each alone.
class Guesses {
 public:
  Guesses(const Frame& first, const Frame& second, PoseAxes stored_axes) : first_(first) {
    AddConventions(*first.world_from_camera, *second.world_from_camera, stored_axes == PoseAxes::kOpenGl);
    const Pose given = second.world_from_camera->inverse() * *first.world_from_camera;
    for (const double factor : {0.25, 1.0 / 3.0, 0.5, 2.0, 3.0, 4.0}) {
      Add(given, WithIntrinsics(first.camera, factor),
          fmt::format("intrinsics (dataset.fx, fy, cx, cy) {:.3g} times as large", factor));
    }
    // If the depth is a room's as it is, the poses come first: seen from close by, any other scale will do.
    const bool doubts_poses = IsPlausible(first.stored_depth_median_m);
    if (doubts_poses) AddUnitsOfPoses(given);
    AddDepthScales(given);
    if (!doubts_poses) AddUnitsOfPoses(given);
    Add(Pose::Identity(), first.camera, "a camera that stood still: are the poses those of these frames?");
  }

  const std::vector<Guess>& all() const { return all_; }

 private:
  void Add(const Pose& second_from_first, const Camera& camera, const std::string& advice) {
    all_.emplace_back();
    all_.back().second_from_first = second_from_first;
    all_.back().camera = camera;
    all_.back().advice = advice;
  }

  /// By a scale that puts everything far away all motions look small, and agree.
  static bool IsPlausible(double median_m) { return median_m > kNearPlaneM && median_m <= kFarthestMedianM; }

  void AddDepthScales(const Pose& given) {
    const double units = first_.depth_units_per_m;
    for (const double scale : {1000.0, 5000.0, 6553.5, 10000.0, 4000.0, 256.0, 1.0}) {  // in use, most of all
      if (!IsPlausible(first_.stored_depth_median_m * units / scale)) continue;
      Add(WithTranslation(given, scale / units), first_.camera,
          fmt::format("dataset.depth_scale={:g} instead of {:g}", scale, units));
    }
  }

  void AddUnitsOfPoses(const Pose& given) {
    Add(WithTranslation(given, 0.001), first_.camera,
        "positions 0.001 times as large: the true poses look like millimetres, expected metres");
    for (const double factor : {0.01, 1000.0, 100.0}) {
      Add(WithTranslation(given, factor), first_.camera,
          fmt::format("positions {:g} times as large: the true poses do not look like metres", factor));
    }
  }

  void AddConventions(const Pose& world_from_first, const Pose& world_from_second, bool is_opengl) {
    const std::string axes = fmt::format("dataset.pose_axes={}", is_opengl ? "opencv" : "opengl");
    const std::string direction = "the other dataset.pose_direction (world_to_camera, unless it is that)";
    const Pose inverse = world_from_second * world_from_first.inverse();
    const Pose in_our_axes = is_opengl ? Turned(inverse) : inverse;
    Add(Turned(world_from_second.inverse() * world_from_first), first_.camera, axes);
    Add(in_our_axes, first_.camera, direction);
    Add(Turned(in_our_axes), first_.camera, fmt::format("{} and {}", axes, direction));
  }

  const Frame& first_;
  std::vector<Guess> all_;
};

}  // namespace

std::optional<std::string> FaultOfPoses(const Frame& first, const Frame& second, PoseAxes stored_axes) {
  const Pose given = second.world_from_camera->inverse() * *first.world_from_camera;
  const Agreement agreement = Reproject(first, second, given, first.camera);
  if (agreement.score() >= kGoodScore) return std::nullopt;
  const std::string found =
      fmt::format("moved by the true poses, {:.0f} % of frame {}'s points are where frame {} measures them",
                  100.0 * agreement.depth, first.index, second.index);
  const Guess* best = nullptr;
  double best_score = agreement.score() + kClearlyBetter;
  const Guesses guesses(first, second, stored_axes);
  for (const Guess& guess : guesses.all()) {
    const double score = Reproject(first, second, guess.second_from_first, guess.camera).score();
    if (!(score > best_score)) continue;
    best = &guess;
    best_score = score + kAlike;
  }
  if (best != nullptr) {
    const Agreement better = Reproject(first, second, best->second_from_first, best->camera);
    return fmt::format("{}, {:.0f} % with {}", found, 100.0 * better.depth, best->advice);
  }
  if (agreement.depth >= kFewAgree || agreement.seen < kSharedView) return std::nullopt;
  return found +
         ", expected most of them: look at dataset.depth_scale, fx, fy, cx, cy, pose_axes and pose_direction";
}

}  // namespace isogs
