// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "shared/io/open_file.h"

namespace isogs {

/// A file of any size that is read here and there, from any thread.
class BagFile {
 public:
  explicit BagFile(const std::filesystem::path& path);

  const std::string& name() const { return name_; }
  uint64_t size() const { return size_; }
  /// Fewer at the file's end. Throws Error.
  size_t ReadSome(uint64_t offset, char* out, size_t count) const;
  /// Throws Error where the file ends before.
  std::string Read(uint64_t offset, uint64_t count) const;

 private:
  std::string name_;
  Descriptor descriptor_;
  uint64_t size_;
};

/// A part of a file, or bytes in memory, of which one looks at little pieces in ascending order: what lies
/// between is not read.
class ByteWindow {
 public:
  ByteWindow(const BagFile& file, uint64_t begin, uint64_t size);
  explicit ByteWindow(std::string_view bytes) : size_(bytes.size()), held_(bytes) {}

  uint64_t size() const { return size_; }
  /// Fewer bytes where the part ends. Valid until the next call.
  std::string_view View(uint64_t offset, size_t count);
  /// Throws Error where the part ends before.
  std::string_view ViewAll(uint64_t offset, size_t count);

 private:
  static constexpr size_t kLeastBytes = 512;

  const BagFile* file_ = nullptr;
  uint64_t begin_ = 0, size_;
  std::string buffer_;
  uint64_t held_at_ = 0;
  std::string_view held_;
};

}  // namespace isogs
