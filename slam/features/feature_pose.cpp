// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/features/feature_pose.h"

#include <algorithm>
#include <opencv2/calib3d.hpp>
#include <vector>

#include "slam/features/descriptor_matches.h"
#include "slam/features/opencv_errors.h"

namespace isogs {
namespace {

constexpr int kRansacRounds = 300;
constexpr double kConfidence = 0.999;

struct Correspondences {
  std::vector<cv::Point3d> points;  // in the reference's camera
  std::vector<cv::Point2d> pixels;  // of the frame
};

Correspondences Match(const FrameFeatures& reference, const FrameFeatures& frame) {
  Correspondences result;
  for (const DescriptorMatch& match : MatchDescriptors(reference.descriptors, frame.descriptors)) {
    const Eigen::Vector3d& point = reference.points[match.a];
    if (!(point.z() > 0.0)) continue;
    result.points.emplace_back(point.x(), point.y(), point.z());
    result.pixels.emplace_back(frame.pixels[match.b].x(), frame.pixels[match.b].y());
  }
  return result;
}

Pose ToPose(const cv::Mat& rotation_vector, const cv::Mat& translation) {
  const Eigen::Vector3d turn(rotation_vector.at<double>(0), rotation_vector.at<double>(1),
                             rotation_vector.at<double>(2));
  Pose pose = Pose::Identity();
  if (turn.norm() > 0.0) pose.linear() = Eigen::AngleAxisd(turn.norm(), turn.normalized()).toRotationMatrix();
  pose.translation() =
      Eigen::Vector3d(translation.at<double>(0), translation.at<double>(1), translation.at<double>(2));
  return pose;
}

std::optional<FeaturePose> SolvePose(const FrameFeatures& reference, const FrameFeatures& frame) {
  const Correspondences matched = Match(reference, frame);
  FeaturePose result;
  result.matches = static_cast<int>(matched.points.size());
  if (result.matches < kLeastInliers) return std::nullopt;
  const Camera& camera = frame.camera;
  const cv::Matx33d intrinsics(camera.fx, 0.0, camera.cx, 0.0, camera.fy, camera.cy, 0.0, 0.0, 1.0);
  const double tolerance_px = std::max(1.5, 0.006 * camera.width);
  cv::Mat rotation_vector, translation;
  std::vector<int> inliers;
  if (!cv::solvePnPRansac(matched.points, matched.pixels, intrinsics, cv::noArray(), rotation_vector,
                          translation, false, kRansacRounds, static_cast<float>(tolerance_px), kConfidence,
                          inliers, cv::SOLVEPNP_EPNP))
    return std::nullopt;
  result.inliers = static_cast<int>(inliers.size());
  if (result.inliers < kLeastInliers) return std::nullopt;
  std::vector<cv::Point3d> points;
  std::vector<cv::Point2d> pixels;
  for (const int i : inliers) {
    points.push_back(matched.points[static_cast<size_t>(i)]);
    pixels.push_back(matched.pixels[static_cast<size_t>(i)]);
  }
  cv::solvePnPRefineLM(points, pixels, intrinsics, cv::noArray(), rotation_vector, translation);
  result.frame_from_reference = ToPose(rotation_vector, translation);
  if (!result.frame_from_reference.matrix().allFinite()) return std::nullopt;
  return result;
}

}  // namespace

std::optional<FeaturePose> FindFeaturePose(const FrameFeatures& reference, const FrameFeatures& frame) {
  return WithoutOpenCvErrors([&] { return SolvePose(reference, frame); });
}

}  // namespace isogs
