// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace isogs::web {

// Binary messages to the page (docs/web_protocol.md): u32 kind, u32 sequence, body. All little-endian.

enum class MessageKind : uint32_t { kMeshCell = 1, kSplatPage = 2, kPicture = 3 };

/// What follows kind and sequence; the same for all clients, which share it.
using Body = std::shared_ptr<const std::string>;

/// Kind and sequence.
std::array<char, 8> MessageHead(MessageKind kind, uint32_t sequence);

/// Puts a body together.
class BodyWriter {
 public:
  template <typename Value>
  void Put(Value value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <typename Value>
  void PutAll(std::span<const Value> values) {
    static_assert(std::is_trivially_copyable_v<Value>);
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    bytes_.resize((bytes_.size() + 3) / 4 * 4, '\0');  // the page reads arrays of words where they lie
  }
  Body Take() { return std::make_shared<const std::string>(std::move(bytes_)); }

 private:
  std::string bytes_;
};

/// `jpeg`: input, render and depth of a frame, side by side.
Body PictureBody(uint32_t frame, std::string_view jpeg);

}  // namespace isogs::web
