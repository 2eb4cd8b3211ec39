// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs {

// The messages that frames are made of, out of their bytes, in ROS 1's serialisation or in CDR (ROS 2's).
// Views point into these bytes. Functions throw Error for bytes that are no such message.

struct MessageHeader {
  double time_s = 0.0;
  std::string frame;  // without the "/" that ROS 1 may begin it with
};

/// sensor_msgs/Image
struct ImageMessage {
  MessageHeader header;
  uint32_t height = 0;
  uint32_t width = 0;
  std::string encoding;
  bool is_big_endian = false;
  uint32_t step = 0;  // bytes of a row
  std::string_view data;
};
ImageMessage ParseImage(std::string_view bytes, bool is_cdr);

/// sensor_msgs/CompressedImage
struct CompressedImageMessage {
  MessageHeader header;
  std::string format;
  std::string_view data;
};
CompressedImageMessage ParseCompressedImage(std::string_view bytes, bool is_cdr);

/// sensor_msgs/CameraInfo
struct CameraInfoMessage {
  MessageHeader header;
  uint32_t height = 0;  // of the camera, of which images may show a part
  uint32_t width = 0;
  std::string distortion_model;
  std::vector<double> d;
  std::array<double, 9> k = {};
  std::array<double, 12> p = {};
  uint32_t binning_x = 0, binning_y = 0;  // 0: as 1
  uint32_t roi_x = 0, roi_y = 0;
};
CameraInfoMessage ParseCameraInfo(std::string_view bytes, bool is_cdr);

/// Where `child` is seen from the header's frame.
struct TransformMessage {
  MessageHeader header;
  std::string child;  // empty: not said
  Pose parent_from_child = Pose::Identity();
};
/// tf2_msgs/TFMessage, tf/tfMessage
std::vector<TransformMessage> ParseTransforms(std::string_view bytes, bool is_cdr);
/// Of another type that holds one pose (IsPoseType).
TransformMessage ParsePose(std::string_view bytes, bool is_cdr, std::string_view type);

/// PoseStamped, PoseWithCovarianceStamped, TransformStamped, Odometry: a pose each message.
bool IsPoseType(std::string_view type);
/// Transforms between frames: tf.
bool IsTransformsType(std::string_view type);

/// geometry_msgs/Transform
Pose ParseTransform(std::string_view bytes, bool is_cdr);

/// std_msgs/String
std::string ParseString(std::string_view bytes, bool is_cdr);

}  // namespace isogs
