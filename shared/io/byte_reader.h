// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "shared/core/error.h"

namespace isogs {

/// Values that stand one after the other in bytes that nobody can trust. Whatever reaches beyond their end is
/// an Error that says where.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes, std::endian order = std::endian::little)
      : bytes_(bytes), order_(order) {}

  size_t position() const { return position_; }
  size_t left() const { return bytes_.size() - position_; }

  std::string_view TakeBytes(uint64_t count) {
    if (count > left()) {
      throw Error("found " + std::to_string(left()) + " bytes behind byte " + std::to_string(position_) +
                  ", expected " + std::to_string(count));
    }
    const std::string_view taken = bytes_.substr(position_, static_cast<size_t>(count));
    position_ += taken.size();
    return taken;
  }

  template <typename T>
  T Take() {
    static_assert(std::is_arithmetic_v<T>);
    std::array<char, sizeof(T)> value;
    std::memcpy(value.data(), TakeBytes(sizeof(T)).data(), sizeof(T));
    if (order_ != std::endian::native) std::ranges::reverse(value);
    return std::bit_cast<T>(value);
  }

 private:
  std::string_view bytes_;
  std::endian order_;
  size_t position_ = 0;
};

}  // namespace isogs
