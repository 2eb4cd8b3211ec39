// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/preview.h"

#include <algorithm>
#include <cassert>

#include "shared/core/error.h"
#include "shared/ipc/payload_codec.h"

namespace isogs {
namespace {

constexpr int kColors = 3;

struct Head {
  int64_t frame = 0, stamp_ns = 0, width = 0, height = 0;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("frame", frame);
    visit("stamp_ns", stamp_ns);
    visit("width", width);
    visit("height", height);
  }
};

Head HeadOf(const Preview& preview) {
  return {preview.frame, preview.stamp_ns, preview.image.width(), preview.image.height()};
}

}  // namespace

size_t Preview::EncodedBytes() const {
  return EncodedHead(HeadOf(*this)).bytes() + PaddedBytes(image.values().size());
}

void Preview::Encode(PayloadSink& sink) const {
  assert(image.channels() == kColors && image.width() <= kMaxWidth && image.height() <= kMaxHeight);
  const HeadWriter head = EncodedHead(HeadOf(*this));
  PayloadEncoder encoder(sink);
  encoder.Append(head.data(), head.bytes());
  encoder.Append(image.values());
}

Preview Preview::Decode(PayloadBuffer payload) {
  PayloadDecoder decoder(payload.bytes());
  Head head;
  head.Visit(decoder);
  if (head.width < 1 || head.width > kMaxWidth || head.height < 1 || head.height > kMaxHeight) {
    throw Error("image: found " + std::to_string(head.width) + "x" + std::to_string(head.height) +
                ", expected at most " + std::to_string(kMaxWidth) + "x" + std::to_string(kMaxHeight));
  }
  Preview preview{head.frame, head.stamp_ns, {}};
  const auto bytes = decoder.Bytes("image", static_cast<uint64_t>(kColors * head.width * head.height), 1);
  preview.image = Image<uint8_t>(kColors, static_cast<int>(head.height), static_cast<int>(head.width));
  std::memcpy(preview.image.data(), bytes.data(), bytes.size());
  decoder.ExpectEnd();
  return preview;
}

}  // namespace isogs
