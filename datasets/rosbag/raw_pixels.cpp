// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/raw_pixels.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "shared/core/error.h"

namespace isogs {
namespace {

/// What all of an image takes. Throws Error where it has less.
void CheckSize(const ImageMessage& message, size_t pixel_bytes, const std::string& name) {
  const uint64_t row = uint64_t{message.width} * pixel_bytes;
  const uint64_t all = uint64_t{message.step} * message.height;
  if (message.step >= row && message.data.size() >= all) return;
  throw Error(name + ": found " + std::to_string(message.data.size()) + " bytes in rows of " +
              std::to_string(message.step) + ", expected " + std::to_string(message.width) + "x" +
              std::to_string(message.height) + " pixels of " + std::to_string(pixel_bytes));
}

/// As it is on the host; `is_swapped`: the message has the other order of bytes.
template <typename T>
Image<T> Values(const ImageMessage& message, const std::string& name) {
  CheckSize(message, sizeof(T), name);
  const bool is_swapped = message.is_big_endian != (std::endian::native == std::endian::big);
  const auto width = static_cast<int>(message.width), height = static_cast<int>(message.height);
  Image<T> image(1, height, width);
  for (size_t y = 0; y < message.height; ++y) {
    char* const row = reinterpret_cast<char*>(image.values().data() + y * message.width);
    const size_t bytes = message.width * sizeof(T);
    std::memcpy(row, message.data.data() + y * message.step, bytes);
    if (!is_swapped) continue;
    for (size_t i = 0; i < bytes; i += sizeof(T)) {
      for (size_t k = 0; k < sizeof(T) / 2; ++k) std::swap(row[i + k], row[i + sizeof(T) - 1 - k]);
    }
  }
  return image;
}

}  // namespace

std::optional<ColorOrder> ColorOrderOf(std::string_view encoding) {
  if (encoding == "rgb8") return ColorOrder{3, 0, 1, 2};
  if (encoding == "bgr8" || encoding == "8UC3") return ColorOrder{3, 2, 1, 0};  // 8UC3: OpenCV's order
  if (encoding == "rgba8") return ColorOrder{4, 0, 1, 2};
  if (encoding == "bgra8" || encoding == "8UC4") return ColorOrder{4, 2, 1, 0};
  if (IsGrayEncoding(encoding)) return ColorOrder{1, 0, 0, 0};
  return std::nullopt;
}

bool IsGrayEncoding(std::string_view encoding) { return encoding == "mono8" || encoding == "8UC1"; }

bool IsDepthEncoding(std::string_view encoding) {
  return encoding == "16UC1" || encoding == "mono16" || IsFloatEncoding(encoding);
}

bool IsFloatEncoding(std::string_view encoding) { return encoding == "32FC1"; }

Image<uint8_t> ColorPixels(const ImageMessage& message, const ColorOrder& order, const std::string& name) {
  CheckSize(message, order.bytes, name);
  Image<uint8_t> image(3, static_cast<int>(message.height), static_cast<int>(message.width));
  const std::array<size_t, 3> channels = {order.red, order.green, order.blue};
  for (int c = 0; c < 3; ++c) {
    uint8_t* value = image.plane(c).data();
    for (size_t y = 0; y < message.height; ++y) {
      const char* pixel = message.data.data() + y * message.step + channels[static_cast<size_t>(c)];
      for (size_t x = 0; x < message.width; ++x, pixel += order.bytes)
        *value++ = static_cast<uint8_t>(*pixel);
    }
  }
  return image;
}

StoredDepth DepthPixels(const ImageMessage& message, const std::string& name) {
  if (IsFloatEncoding(message.encoding)) return Values<float>(message, name);
  return Values<uint16_t>(message, name);
}

}  // namespace isogs
