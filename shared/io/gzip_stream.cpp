// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/gzip_stream.h"

#include <algorithm>
#include <new>
#include <string>
#include <vector>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr int kGzipOnly = 16;           // beside the window, zlib's manual: inflateInit2
constexpr size_t kAtOnce = 1 << 30;     // zlib counts in 32 bits
constexpr size_t kForgotten = 1 << 16;  // what Finish unpacks at once

}  // namespace

GzipStream::GzipStream(std::string_view packed) : packed_(packed) {
  if (inflateInit2(&stream_, kGzipOnly + MAX_WBITS) != Z_OK) throw std::bad_alloc();
}

GzipStream::~GzipStream() { inflateEnd(&stream_); }

size_t GzipStream::ReadSome(char* out, size_t size) {
  if (is_end_) return 0;
  const size_t room = std::min(size, kAtOnce);
  stream_.next_out = reinterpret_cast<Bytef*>(out);
  stream_.avail_out = static_cast<uInt>(room);
  while (stream_.avail_out > 0 && !is_end_) {
    const size_t offered = std::min(packed_.size(), kAtOnce);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): C's interface
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed_.data()));
    stream_.avail_in = static_cast<uInt>(offered);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    packed_.remove_prefix(offered - stream_.avail_in);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result == Z_BUF_ERROR) throw Error("ends within its gzip stream");
    if (result != Z_OK && result != Z_STREAM_END) {
      throw Error(std::string("is no gzip, or damaged: ") +
                  (stream_.msg == nullptr ? zError(result) : stream_.msg));
    }
    is_end_ = result == Z_STREAM_END;
  }
  given_ += room - stream_.avail_out;
  return room - stream_.avail_out;
}

void GzipStream::Read(char* out, size_t size) {
  while (size > 0) {
    const size_t given = ReadSome(out, size);
    if (given == 0) {
      throw Error("unpacks to " + std::to_string(given_) + " bytes, expected at least " +
                  std::to_string(given_ + size));
    }
    out += given;
    size -= given;
  }
}

void GzipStream::Finish() {
  std::vector<char> forgotten(kForgotten);
  while (ReadSome(forgotten.data(), forgotten.size()) > 0) {
  }
}

}  // namespace isogs
