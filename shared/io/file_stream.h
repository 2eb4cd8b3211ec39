// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <streambuf>

#include "shared/io/open_file.h"

namespace isogs {

/// Reads a file from its beginning to its end, through a buffer. Large reads go past it.
class FileBuffer : public std::streambuf {
 public:
  explicit FileBuffer(Descriptor descriptor);

 protected:
  int_type underflow() override;
  std::streamsize xsgetn(char* out, std::streamsize count) override;
  /// Only tells where it stands.
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode which) override;

 private:
  static constexpr size_t kBytes = 1 << 16;

  Descriptor descriptor_;
  std::streamoff taken_ = 0;  // bytes of the file
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(kBytes);
};

/// A file as a stream of bytes. Throws Error as OpenToRead does; failures of reading end the stream (bad()).
class FileStream : public std::istream {
 public:
  explicit FileStream(const std::filesystem::path& path);

  /// When it was opened [bytes].
  uint64_t size() const { return size_; }

 private:
  FileStream(Descriptor descriptor, const std::filesystem::path& path);

  uint64_t size_;
  FileBuffer buffer_;
};

}  // namespace isogs
