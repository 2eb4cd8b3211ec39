// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/camera_frame.h"

#include <algorithm>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/payload_codec.h"

namespace isogs {
namespace {

constexpr int64_t kMostPixelsASide = 1 << 14;
constexpr int64_t kMostJpegBytes = 1 << 28;

void Expect(bool is_so, const char* name, double found, const std::string& expected) {
  if (is_so) return;
  std::string text = std::to_string(found);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  throw Error(std::string(name) + ": found " + text + ", expected " + expected);
}

void ExpectSide(int64_t pixels, const char* name) {
  Expect(pixels >= 1 && pixels <= kMostPixelsASide, name, static_cast<double>(pixels),
         "1 to " + std::to_string(kMostPixelsASide));
}

void Check(const CameraFacts& facts) {
  ExpectSide(facts.color_width, "color_width"), ExpectSide(facts.color_height, "color_height");
  ExpectSide(facts.depth_width, "depth_width"), ExpectSide(facts.depth_height, "depth_height");
  const Camera& camera = facts.camera;
  const auto is_size = [&](int64_t width, int64_t height) {
    return camera.width == width && camera.height == height;
  };
  Expect(is_size(facts.color_width, facts.color_height) || is_size(facts.depth_width, facts.depth_height),
         "camera width", camera.width, "that of colour or depth, with its height");
  Expect(camera.fx > 0.0 && camera.fy > 0.0, "focal length", std::min(camera.fx, camera.fy), "more than 0");
  Expect(facts.depth_scale > 0.0, "depth_scale", facts.depth_scale, "more than 0 units a metre");
}

int64_t RgbBytes(const CameraFacts& facts) { return 3 * facts.color_width * facts.color_height; }

}  // namespace

size_t CameraFacts::depth_bytes() const {
  const int64_t pixel = depth_format == DepthFormat::kUnits16 ? 2 : 4;
  return static_cast<size_t>(pixel * depth_width * depth_height);
}

size_t CameraFacts::frame_bytes() const {
  return EncodedHead(CameraFrame::Head()).bytes() + PaddedBytes(static_cast<size_t>(RgbBytes(*this))) +
         PaddedBytes(depth_bytes());
}

size_t CameraFrame::EncodedBytes() const {
  return EncodedHead(head).bytes() + PaddedBytes(color.size()) + PaddedBytes(depth.size());
}

void CameraFrame::Encode(PayloadSink& sink) const {
  PayloadEncoder encoder(sink);
  const HeadWriter written = EncodedHead(head);
  encoder.Append(written.data(), written.bytes());
  encoder.Append(color.data(), color.size());
  encoder.Append(depth.data(), depth.size());
}

CameraFrame CameraFrame::Decode(PayloadBuffer payload) {
  CameraFrame frame;
  frame.payload = std::move(payload);
  PayloadDecoder decoder(frame.payload.bytes());
  frame.head.Visit(decoder);
  const CameraFacts& facts = frame.head.facts;
  Check(facts);
  if (!frame.head.is_end) {
    const bool is_jpeg = facts.color_format == ColorFormat::kJpeg;
    const int64_t expected = is_jpeg ? kMostJpegBytes : RgbBytes(facts);
    const int64_t found = frame.head.color_bytes;
    if (is_jpeg ? found < 1 || found > expected : found != expected) {
      throw Error("color_bytes: found " + std::to_string(found) + ", expected " + (is_jpeg ? "1 to " : "") +
                  std::to_string(expected));
    }
    frame.color = decoder.Bytes("color", static_cast<uint64_t>(found), 1);
    frame.depth = decoder.Bytes("depth", facts.depth_bytes(), 1);
  }
  decoder.ExpectEnd();
  return frame;
}

}  // namespace isogs
