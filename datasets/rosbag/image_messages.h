// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "datasets/frame_images.h"
#include "datasets/rosbag/bag.h"
#include "shared/image/image_io.h"

namespace isogs {

// Images out of messages: sensor_msgs/Image, and CompressedImage as image_transport writes it (JPEG, PNG, and
// compressedDepth's PNG). `name` stands for the message in errors.

/// What the message shows, without its pixels: is it colour or depth, of which size, from which frame?
enum class ImageContent { kColor, kGray, kDepth, kOther };
struct ImageOutline {
  ImageContent content = ImageContent::kOther;
  ImageShape shape;
  std::string frame;
  std::string encoding;   // for messages
  bool is_float = false;  // depth in metres
};
ImageOutline OutlineOf(std::string_view bytes, const BagTopic& topic, const std::string& name);

ColorImage DecodeColorMessage(std::string_view bytes, const BagTopic& topic, const std::string& name,
                              const ShapeCheck& check);
StoredDepth DecodeDepthMessage(std::string_view bytes, const BagTopic& topic, const std::string& name,
                               const ShapeCheck& check);

bool IsImageType(std::string_view type);

}  // namespace isogs
