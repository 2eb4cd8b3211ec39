// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/file_stream.h"

#include <algorithm>
#include <utility>

namespace isogs {

FileBuffer::FileBuffer(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

FileBuffer::int_type FileBuffer::underflow() {
  const size_t got = ReadSome(descriptor_, buffer_.get(), kBytes);
  taken_ += static_cast<std::streamoff>(got);
  setg(buffer_.get(), buffer_.get(), buffer_.get() + got);
  return got == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
}

std::streamsize FileBuffer::xsgetn(char* out, std::streamsize count) {
  std::streamsize done = std::min<std::streamsize>(count, egptr() - gptr());
  std::copy_n(gptr(), done, out);
  gbump(static_cast<int>(done));
  while (done < count) {
    const size_t got = ReadSome(descriptor_, out + done, static_cast<size_t>(count - done));
    if (got == 0) break;
    done += static_cast<std::streamsize>(got);
    taken_ += static_cast<std::streamoff>(got);
  }
  return done;
}

FileBuffer::pos_type FileBuffer::seekoff(off_type offset, std::ios_base::seekdir from,
                                         std::ios_base::openmode) {
  if (offset != 0 || from != std::ios_base::cur) return pos_type(off_type(-1));
  return taken_ - (egptr() - gptr());
}

FileStream::FileStream(const std::filesystem::path& path) : FileStream(OpenToRead(path), path) {}

FileStream::FileStream(Descriptor descriptor, const std::filesystem::path& path)
    : std::istream(nullptr), size_(FileSize(descriptor, path)), buffer_(std::move(descriptor)) {
  rdbuf(&buffer_);
}

}  // namespace isogs
