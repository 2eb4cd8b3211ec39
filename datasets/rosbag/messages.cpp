// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/messages.h"

#include <Eigen/Geometry>
#include <bit>
#include <optional>

#include "datasets/pose_values.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/byte_reader.h"

namespace isogs {
namespace {

constexpr size_t kEncapsulationBytes = 4;

/// CDR begins with how it is serialised: plain, and which byte of a number comes first (OMG DDSI-RTPS 10.2).
std::endian OrderOf(std::string_view bytes, bool is_cdr) {
  if (!is_cdr) return std::endian::little;
  if (bytes.size() >= kEncapsulationBytes && bytes[0] == 0 && (bytes[1] == 0 || bytes[1] == 1)) {
    return bytes[1] == 1 ? std::endian::little : std::endian::big;
  }
  throw Error("found a message that begins with " + Quoted(bytes, kEncapsulationBytes) +
              ", expected CDR (bytes 0, and 0 or 1)");
}

/// Reads either serialisation. CDR aligns numbers to their sizes, counted behind its first four bytes.
class MessageReader {
 public:
  MessageReader(std::string_view bytes, bool is_cdr)
      : is_cdr_(is_cdr), reader_(bytes, OrderOf(bytes, is_cdr)) {
    if (is_cdr) reader_.TakeBytes(kEncapsulationBytes);
  }

  bool is_cdr() const { return is_cdr_; }

  template <typename T>
  T Take() {
    if (is_cdr_) {
      const size_t place = reader_.position() - kEncapsulationBytes;
      reader_.TakeBytes((sizeof(T) - place % sizeof(T)) % sizeof(T));
    }
    return reader_.Take<T>();
  }

  std::string_view Bytes() { return reader_.TakeBytes(Take<uint32_t>()); }

  std::string String() {
    std::string_view text = Bytes();
    if (is_cdr_ && text.ends_with('\0')) text.remove_suffix(1);
    return std::string(text);
  }

  /// A frame's name.
  std::string Name() {
    std::string name = String();
    return name.starts_with('/') ? name.substr(1) : name;
  }

  template <typename Array>
  void Fill(Array* values) {
    for (double& value : *values) value = Take<double>();
  }

  size_t left() const { return reader_.left(); }

  MessageHeader Header() {
    if (!is_cdr_) Take<uint32_t>();  // the message's number
    const double seconds = Take<uint32_t>();
    const double nanoseconds = Take<uint32_t>();
    return {seconds + 1e-9 * nanoseconds, Name()};
  }

  /// Position, and quaternion with its real part last.
  Pose PoseValues() {
    std::array<double, 7> values;
    Fill(&values);
    const auto& [x, y, z, qx, qy, qz, qw] = values;
    return PoseFromQuaternion({x, y, z}, {qx, qy, qz, qw}, "pose");
  }

 private:
  bool is_cdr_;
  ByteReader reader_;
};

}  // namespace

ImageMessage ParseImage(std::string_view bytes, bool is_cdr) {
  MessageReader reader(bytes, is_cdr);
  ImageMessage image;
  image.header = reader.Header();
  image.height = reader.Take<uint32_t>();
  image.width = reader.Take<uint32_t>();
  image.encoding = reader.String();
  image.is_big_endian = reader.Take<uint8_t>() != 0;
  image.step = reader.Take<uint32_t>();
  image.data = reader.Bytes();
  return image;
}

CompressedImageMessage ParseCompressedImage(std::string_view bytes, bool is_cdr) {
  MessageReader reader(bytes, is_cdr);
  CompressedImageMessage image;
  image.header = reader.Header();
  image.format = reader.String();
  image.data = reader.Bytes();
  return image;
}

CameraInfoMessage ParseCameraInfo(std::string_view bytes, bool is_cdr) {
  MessageReader reader(bytes, is_cdr);
  CameraInfoMessage info;
  info.header = reader.Header();
  info.height = reader.Take<uint32_t>();
  info.width = reader.Take<uint32_t>();
  info.distortion_model = reader.String();
  const auto count = reader.Take<uint32_t>();
  if (count > reader.left() / sizeof(double)) {
    throw Error("found " + std::to_string(count) +
                " coefficients of distortion in a message that ends before");
  }
  info.d.resize(count);
  reader.Fill(&info.d);
  reader.Fill(&info.k);
  std::array<double, 9> rectification;
  reader.Fill(&rectification);
  reader.Fill(&info.p);
  info.binning_x = reader.Take<uint32_t>();
  info.binning_y = reader.Take<uint32_t>();
  info.roi_x = reader.Take<uint32_t>();
  info.roi_y = reader.Take<uint32_t>();
  return info;
}

std::vector<TransformMessage> ParseTransforms(std::string_view bytes, bool is_cdr) {
  MessageReader reader(bytes, is_cdr);
  std::vector<TransformMessage> transforms;
  const auto count = reader.Take<uint32_t>();
  for (uint32_t i = 0; i < count; ++i) {
    TransformMessage transform;
    transform.header = reader.Header();
    transform.child = reader.Name();
    transform.parent_from_child = reader.PoseValues();
    transforms.push_back(std::move(transform));
  }
  return transforms;
}

TransformMessage ParsePose(std::string_view bytes, bool is_cdr, std::string_view type) {
  MessageReader reader(bytes, is_cdr);
  TransformMessage pose;
  pose.header = reader.Header();
  if (type == "nav_msgs/Odometry" || type == "geometry_msgs/TransformStamped") pose.child = reader.Name();
  pose.parent_from_child = reader.PoseValues();
  return pose;
}

bool IsPoseType(std::string_view type) {
  return type == "geometry_msgs/PoseStamped" || type == "geometry_msgs/PoseWithCovarianceStamped" ||
         type == "geometry_msgs/TransformStamped" || type == "nav_msgs/Odometry";
}

bool IsTransformsType(std::string_view type) {
  return type == "tf2_msgs/TFMessage" || type == "tf/tfMessage";
}

Pose ParseTransform(std::string_view bytes, bool is_cdr) { return MessageReader(bytes, is_cdr).PoseValues(); }

std::string ParseString(std::string_view bytes, bool is_cdr) { return MessageReader(bytes, is_cdr).String(); }

}  // namespace isogs
