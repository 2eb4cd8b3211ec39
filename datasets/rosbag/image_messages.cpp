// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/image_messages.h"

#include <cstring>
#include <limits>

#include "datasets/rosbag/messages.h"
#include "datasets/rosbag/raw_pixels.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/image/codecs.h"
#include "shared/io/byte_reader.h"

namespace isogs {
namespace {

constexpr std::string_view kRead =
    ", expected rgb8, bgr8, rgba8, bgra8 or mono8 for colour, 16UC1, mono16 or 32FC1 for depth";

/// "16UC1; compressedDepth png", "rgb8; jpeg compressed bgr8": what the pixels were before.
std::string_view EncodingIn(std::string_view format) { return Trimmed(format.substr(0, format.find(';'))); }

bool IsDepthTransport(std::string_view format) {
  return format.find("compressedDepth") != std::string_view::npos;
}

ImageShape ShapeOf(const ImageMessage& message, const std::string& name) {
  CheckImageSize(message.width, message.height, name);
  return {static_cast<int>(message.width), static_cast<int>(message.height)};
}

/// What stands before compressedDepth's image: how depth became whole numbers
/// (compressed_depth_image_transport, compression_common.h).
struct DepthHeader {
  static constexpr size_t kBytes = 12;

  float a = 0.0f, b = 0.0f;  // of floats: depth = a / (value - b)
};

struct PackedDepth {
  DepthHeader header;
  std::string_view png;
};

PackedDepth UnwrapDepth(const CompressedImageMessage& message, const std::string& name) {
  if (!IsDepthTransport(message.format)) return {{}, message.data};
  ByteReader reader(message.data);
  PackedDepth depth;
  reader.TakeBytes(4);  // which kind: always the same
  depth.header.a = reader.Take<float>();
  depth.header.b = reader.Take<float>();
  depth.png = message.data.substr(DepthHeader::kBytes);
  if (message.format.find("rvl") != std::string::npos) {
    throw Error(name + ": found compressedDepth as RVL, expected PNG (parameter compressedDepth.format)");
  }
  return depth;
}

/// 0 stands for no depth.
Image<float> FromInverse(const Image<uint16_t>& inverse, const DepthHeader& header) {
  Image<float> depth(1, inverse.height(), inverse.width());
  for (size_t i = 0; i < inverse.values().size(); ++i) {
    const uint16_t value = inverse.values()[i];
    depth.values()[i] = value == 0 ? 0.0f : header.a / (static_cast<float>(value) - header.b);
  }
  return depth;
}

/// Errors of what a message holds, told with its name.
template <typename Parse>
auto Named(const std::string& name, const Parse& parse) {
  try {
    return parse();
  } catch (const Error& error) {
    const std::string_view what = error.what();
    throw Error(what.starts_with(name) ? std::string(what) : name + ": " + std::string(what));
  }
}

ImageOutline OutlineOfRaw(const ImageMessage& message, const std::string& name) {
  ImageOutline outline;
  outline.frame = message.header.frame;
  outline.encoding = message.encoding;
  outline.shape = ShapeOf(message, name);
  outline.is_float = IsFloatEncoding(message.encoding);
  if (IsDepthEncoding(message.encoding)) outline.content = ImageContent::kDepth;
  if (ColorOrderOf(message.encoding)) outline.content = ImageContent::kColor;
  if (IsGrayEncoding(message.encoding)) outline.content = ImageContent::kGray;
  return outline;
}

ImageOutline OutlineOfCompressed(const CompressedImageMessage& message, const std::string& name) {
  const std::string_view encoding = EncodingIn(message.format);
  ImageOutline outline;
  outline.frame = message.header.frame;
  outline.encoding = message.format;
  outline.is_float = IsFloatEncoding(encoding);
  outline.shape = ParseImageShape(UnwrapDepth(message, name).png, name);
  const bool is_depth = IsDepthTransport(message.format) || IsDepthEncoding(encoding);
  outline.content = is_depth                   ? ImageContent::kDepth
                    : IsGrayEncoding(encoding) ? ImageContent::kGray
                                               : ImageContent::kColor;
  return outline;
}

}  // namespace

bool IsImageType(std::string_view type) {
  return type == "sensor_msgs/Image" || type == "sensor_msgs/CompressedImage";
}

ImageOutline OutlineOf(std::string_view bytes, const BagTopic& topic, const std::string& name) {
  return Named(name, [&] {
    if (topic.type == "sensor_msgs/Image") return OutlineOfRaw(ParseImage(bytes, topic.is_cdr), name);
    return OutlineOfCompressed(ParseCompressedImage(bytes, topic.is_cdr), name);
  });
}

ColorImage DecodeColorMessage(std::string_view bytes, const BagTopic& topic, const std::string& name,
                              const ShapeCheck& check) {
  return Named(name, [&]() -> ColorImage {
    if (topic.type == "sensor_msgs/CompressedImage") {
      return ParseColorImage(ParseCompressedImage(bytes, topic.is_cdr).data, name, check);
    }
    const ImageMessage message = ParseImage(bytes, topic.is_cdr);
    const auto order = ColorOrderOf(message.encoding);
    if (!order) throw Error(name + ": found encoding " + Quoted(message.encoding) + std::string(kRead));
    const ImageShape shape = ShapeOf(message, name);
    if (check) check(shape);
    return {ColorPixels(message, *order, name), kUpright};
  });
}

StoredDepth DecodeDepthMessage(std::string_view bytes, const BagTopic& topic, const std::string& name,
                               const ShapeCheck& check) {
  return Named(name, [&]() -> StoredDepth {
    if (topic.type == "sensor_msgs/CompressedImage") {
      const CompressedImageMessage message = ParseCompressedImage(bytes, topic.is_cdr);
      const PackedDepth depth = UnwrapDepth(message, name);
      Image<uint16_t> values = ParseGray16Png(depth.png, name, check);
      const bool is_inverse = IsDepthTransport(message.format) && IsFloatEncoding(EncodingIn(message.format));
      if (is_inverse) return FromInverse(values, depth.header);
      return values;
    }
    const ImageMessage message = ParseImage(bytes, topic.is_cdr);
    if (!IsDepthEncoding(message.encoding)) {
      throw Error(name + ": found encoding " + Quoted(message.encoding) + std::string(kRead));
    }
    const ImageShape shape = ShapeOf(message, name);
    if (check) check(shape);
    return DepthPixels(message, name);
  });
}

}  // namespace isogs
