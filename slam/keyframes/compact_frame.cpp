// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/compact_frame.h"

#include <vector>

namespace isogs {

CompactFrame::CompactFrame(const DeviceFrame& frame, MemoryKind memory, FrameCodec& codec)
    : camera_(frame.camera()),
      image_hash_(frame.image_hash()),
      valid_pixels_(frame.valid_pixels()),
      encoding_(codec.Choose(frame.View(), frame.host().depth_units_per_m)),
      bytes_(memory, "keyframes") {
  bytes_.Reserve(Encoded().ByteCount());
  codec.Encode(frame.View(), Encoded());
}

EncodedFrame CompactFrame::Encoded() const {
  return {encoding_, int64_t{camera_.width} * camera_.height, bytes_.data()};
}

FrameView CompactFrame::Decode(FrameCodec& codec, DecodedFrame* planes) const {
  const EncodedFrame encoded = Encoded();
  planes->color.Reserve(3 * encoded.pixels);
  planes->depth_m.Reserve(encoded.pixels);
  codec.Decode(encoded, planes->color.data(), planes->depth_m.data());
  return {camera_.width, camera_.height, planes->color.data(), planes->depth_m.data()};
}

Image<float> CompactFrame::DownloadColor() const {
  EncodedFrame encoded = Encoded();
  std::vector<uint32_t> host(static_cast<size_t>(encoded.DepthOffset() / 4));
  bytes_.Download(host.data(), encoded.DepthOffset());
  encoded.bytes = host.data();
  Image<float> color(3, camera_.height, camera_.width);
  for (int64_t pixel = 0; pixel < encoded.pixels; ++pixel) {
    encoding::DecodeColor(encoded, pixel, color.data());
  }
  return color;
}

}  // namespace isogs
