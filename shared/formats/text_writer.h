// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "shared/io/file.h"

namespace isogs {

/// Text that goes to the file in chunks of megabytes.
class TextWriter {
 public:
  explicit TextWriter(AtomicFile* file) : file_(file) { text_.reserve(kChunkBytes + 4096); }

  void Add(std::string_view text) { text_ += text; }
  template <typename Number>
  void AddNumber(Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text_.append(digits.data(), end);
  }
  void EndLine() {
    text_ += '\n';
    if (text_.size() >= kChunkBytes) Flush();
  }
  void Flush() {
    file_->Write(text_);
    text_.clear();
  }

 private:
  static constexpr size_t kChunkBytes = size_t{8} << 20;

  AtomicFile* file_;
  std::string text_;
};

}  // namespace isogs
