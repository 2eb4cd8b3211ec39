// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/message.h"

#include <bit>
#include <cstring>

namespace isogs::web {

static_assert(std::endian::native == std::endian::little);

std::array<char, 8> MessageHead(MessageKind kind, uint32_t sequence) {
  const std::array<uint32_t, 2> words = {static_cast<uint32_t>(kind), sequence};
  std::array<char, 8> bytes;
  std::memcpy(bytes.data(), words.data(), bytes.size());
  return bytes;
}

Body PictureBody(uint32_t frame, std::string_view jpeg) {
  constexpr uint32_t kSideBySide = 0;
  BodyWriter writer;
  writer.Put(frame);
  writer.Put(kSideBySide);
  writer.PutAll(std::span(jpeg.data(), jpeg.size()));
  return writer.Take();
}

}  // namespace isogs::web
