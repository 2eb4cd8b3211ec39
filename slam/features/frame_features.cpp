// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/features/frame_features.h"

#include <algorithm>
#include <cmath>
#include <opencv2/features2d.hpp>

#include "shared/geometry/projection.h"
#include "slam/features/opencv_errors.h"

namespace isogs {
namespace {

constexpr int kMostFeatures = 1000;
constexpr int kOctaveLayers = 3;
constexpr double kContrast = 0.02;  // half of OpenCV's default: rooms have little
constexpr double kEdge = 10.0;
constexpr double kSigma = 1.6;

cv::Mat ToGrey(const Image<float>& color) {
  cv::Mat grey(color.height(), color.width(), CV_8UC1);
  const auto red = color.plane(0), green = color.plane(1), blue = color.plane(2);
  for (size_t i = 0; i < red.size(); ++i) {
    const float mean = (red[i] + green[i] + blue[i]) / 3.0f;
    grey.data[i] = static_cast<uint8_t>(std::lround(255.0f * std::clamp(mean, 0.0f, 1.0f)));
  }
  return grey;
}

/// z = 0 where nothing was measured.
Eigen::Vector3d PointOf(const cv::Point2f& pixel, const Image<float>& depth_m, const Camera& camera) {
  const int x = std::clamp(static_cast<int>(std::lround(pixel.x)), 0, camera.width - 1);
  const int y = std::clamp(static_cast<int>(std::lround(pixel.y)), 0, camera.height - 1);
  const double z = depth_m.at(y, x);
  if (!(z > 0.0)) return Eigen::Vector3d::Zero();
  return PointAt(camera, static_cast<double>(pixel.x), static_cast<double>(pixel.y), z);
}

FrameFeatures Extract(const Image<float>& color, const Image<float>& depth_m, const Camera& camera) {
  std::vector<cv::KeyPoint> keypoints;
  cv::Mat descriptors;
  cv::SIFT::create(kMostFeatures, kOctaveLayers, kContrast, kEdge, kSigma)
      ->detectAndCompute(ToGrey(color), cv::noArray(), keypoints, descriptors);
  FrameFeatures features;
  features.camera = camera;
  for (const cv::KeyPoint& keypoint : keypoints) {
    features.pixels.emplace_back(keypoint.pt.x, keypoint.pt.y);
    features.points.push_back(PointOf(keypoint.pt, depth_m, camera));
  }
  if (!keypoints.empty()) {
    const auto* values = descriptors.ptr<float>();
    features.descriptors.assign(values, values + keypoints.size() * FrameFeatures::kDescriptorSize);
  }
  return features;
}

}  // namespace

FrameFeatures ExtractFeatures(const Image<float>& color, const Image<float>& depth_m, const Camera& camera) {
  return WithoutOpenCvErrors([&] { return Extract(color, depth_m, camera); });
}

}  // namespace isogs
