// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "datasets/frame_images.h"
#include "datasets/rosbag/messages.h"
#include "shared/image/image_io.h"

namespace isogs {

/// How colours of an encoding of sensor_msgs/image_encodings.h lie: bytes a pixel, and where in them R, G and
/// B are.
struct ColorOrder {
  size_t bytes = 3;
  size_t red = 0, green = 1, blue = 2;
};
/// Nothing for what is no colour, or not read.
std::optional<ColorOrder> ColorOrderOf(std::string_view encoding);
bool IsGrayEncoding(std::string_view encoding);
/// 16UC1, mono16 or 32FC1.
bool IsDepthEncoding(std::string_view encoding);
bool IsFloatEncoding(std::string_view encoding);

/// Pixels of a message, whose rows may be padded. Throws Error that begins with `name`.
Image<uint8_t> ColorPixels(const ImageMessage& message, const ColorOrder& order, const std::string& name);
StoredDepth DepthPixels(const ImageMessage& message, const std::string& name);

}  // namespace isogs
