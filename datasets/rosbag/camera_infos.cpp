// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/camera_infos.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "datasets/camera_limits.h"
#include "datasets/rosbag/messages.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr std::string_view kInfoType = "sensor_msgs/CameraInfo";

std::string FolderOf(const std::string& name) { return name.substr(0, name.find_last_of('/')); }

/// image_transport's place for it, and those of RealSense's recordings.
const BagTopic* FindInfo(const Recording& recording, const std::string& image_topic) {
  const std::string base = BaseTopic(image_topic);
  for (const std::string& name : {FolderOf(base) + "/camera_info",
                                  FolderOf(FolderOf(base)) + "/info/camera_info", base + "/camera_info"}) {
    const BagTopic* const topic = recording.Find(name);
    if (topic != nullptr && topic->type == kInfoType && !topic->messages.empty()) return topic;
  }
  return nullptr;
}

const BagTopic* NamedInfo(const Recording& recording, const std::string& name) {
  const BagTopic* const topic = recording.Find(name);
  if (topic != nullptr && topic->type == kInfoType && !topic->messages.empty()) return topic;
  throw UsageError("dataset.camera_info_topic: found " + Quoted(name, 128) +
                   ", which is no topic of sensor_msgs/CameraInfo in " + recording.path +
                   "; there are: " + recording.TopicList());
}

/// ROS calls the models plumb_bob and rational_polynomial, RealSense its own Brown Conrady.
Distortion DistortionOf(const CameraInfoMessage& info, const std::string& name) {
  if (std::ranges::all_of(info.d, [](double value) { return value == 0.0; })) return {};
  std::string model = info.distortion_model;
  std::ranges::transform(model, model.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool is_plumb_bob = (model == "plumb_bob" || model == "brown conrady") && info.d.size() <= 5;
  const bool is_rational = model == "rational_polynomial" && info.d.size() <= 8;
  if (!is_plumb_bob && !is_rational) {
    throw UsageError(
        name + ": found distortion " + Quoted(info.distortion_model) + " of " +
        std::to_string(info.d.size()) +
        " numbers, expected plumb_bob (5) or rational_polynomial (8); undistort such images first, "
        "or take them as they are by dataset.undistort=false");
  }
  std::array<double, 8> k = {};
  std::ranges::copy(info.d, k.begin());
  return {k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]};
}

/// image_proc's names: image_rect, image_rect_color.
bool IsRectified(const std::string& image_topic) {
  const std::string base = BaseTopic(image_topic);
  return base.substr(FolderOf(base).size()).find("rect") != std::string::npos;
}

/// That of the pixels that are sent: part of the camera's (region), some taken together (binning), scaled.
Camera CameraOfPixels(Camera camera, const CameraInfoMessage& info, const ImageShape& shape) {
  const double across = std::max(info.binning_x, 1u), down = std::max(info.binning_y, 1u);
  const bool is_part = info.roi_x > 0 || info.roi_y > 0 || across > 1 || down > 1;
  if (is_part) {
    return {shape.width,
            shape.height,
            camera.fx / across,
            camera.fy / down,
            (camera.cx - info.roi_x + 0.5) / across - 0.5,
            (camera.cy - info.roi_y + 0.5) / down - 0.5};
  }
  if (info.width > 0 && info.height > 0) return camera.Resized(shape.width, shape.height);
  camera.width = shape.width;
  camera.height = shape.height;
  return camera;
}

}  // namespace

std::optional<LensCamera> RecordedCamera(const Recording& recording, const ImageTopic& images,
                                         const std::string& info_topic) {
  const BagTopic* const topic =
      info_topic.empty() ? FindInfo(recording, images.topic->name) : NamedInfo(recording, info_topic);
  if (topic == nullptr) return std::nullopt;
  const std::string name = recording.NameOf(*topic, topic->messages.front());
  CameraInfoMessage info;
  try {
    info = ParseCameraInfo(recording.bag->Read(topic->messages.front()), topic->is_cdr);
  } catch (const Error& error) {
    throw Error(name + ": " + error.what());
  }
  if (info.k[0] == 0.0) return std::nullopt;
  if (info.width > kMaxImageSide || info.height > kMaxImageSide) {
    throw Error(name + ": found a camera of " + std::to_string(info.width) + "x" +
                std::to_string(info.height));
  }
  const int width = static_cast<int>(info.width), height = static_cast<int>(info.height);
  LensCamera lens;
  if (IsRectified(images.topic->name) && info.p[0] != 0.0) {
    lens.camera = {width, height, info.p[0], info.p[5], info.p[2], info.p[6]};
  } else {
    lens.camera = {width, height, info.k[0], info.k[4], info.k[2], info.k[5]};
    lens.distortion = DistortionOf(info, name);
  }
  lens.camera = CameraOfPixels(lens.camera, info, images.outline.shape);
  CheckCamera(lens.camera, name + ": ");
  return lens;
}

}  // namespace isogs
