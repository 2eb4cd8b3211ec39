// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "shared/ipc/shared_words.h"

namespace isogs {

/// Private memory for a value copied out of a segment, aligned to 8 bytes, not cleared.
class PayloadBuffer {
 public:
  PayloadBuffer() = default;
  explicit PayloadBuffer(size_t bytes)
      : words_(std::make_unique_for_overwrite<uint64_t[]>(WordsFor(bytes))), size_(bytes) {}

  std::byte* data() { return reinterpret_cast<std::byte*>(words_.get()); }
  const std::byte* data() const { return reinterpret_cast<const std::byte*>(words_.get()); }
  size_t size() const { return size_; }
  std::span<const std::byte> bytes() const { return {data(), size_}; }

 private:
  std::unique_ptr<uint64_t[]> words_;
  size_t size_ = 0;
};

}  // namespace isogs
