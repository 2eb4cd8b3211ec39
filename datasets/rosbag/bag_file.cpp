// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/bag_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "shared/core/error.h"

namespace isogs {

BagFile::BagFile(const std::filesystem::path& path)
    : name_(path.string()), descriptor_(OpenToRead(path)), size_(FileSize(descriptor_, path)) {}

size_t BagFile::ReadSome(uint64_t offset, char* out, size_t count) const {
  size_t done = 0;
  while (done < count) {
    const ssize_t got = pread(descriptor_.get(), out + done, count - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got < 0 && errno != EINTR) ThrowErrno("read", name_);
    if (got > 0) done += static_cast<size_t>(got);
  }
  return done;
}

std::string BagFile::Read(uint64_t offset, uint64_t count) const {
  if (offset > size_ || count > size_ - offset) {
    throw Error(name_ + ": found " + std::to_string(size_) + " bytes, expected " + std::to_string(count) +
                " from byte " + std::to_string(offset) + " on");
  }
  std::string bytes(static_cast<size_t>(count), '\0');
  bytes.resize(ReadSome(offset, bytes.data(), bytes.size()));
  if (bytes.size() != count) throw Error(name_ + ": has become shorter while it is read");
  return bytes;
}

ByteWindow::ByteWindow(const BagFile& file, uint64_t begin, uint64_t size)
    : file_(&file),
      begin_(begin),
      size_(begin < file.size() ? std::min(size, file.size() - begin) : uint64_t{0}) {}

std::string_view ByteWindow::View(uint64_t offset, size_t count) {
  if (offset >= size_) return {};
  count = static_cast<size_t>(std::min<uint64_t>(count, size_ - offset));
  const bool is_held = offset >= held_at_ && offset - held_at_ <= held_.size() &&
                       held_.size() - static_cast<size_t>(offset - held_at_) >= count;
  if (!is_held) {
    buffer_.resize(static_cast<size_t>(std::min<uint64_t>(std::max(count, kLeastBytes), size_ - offset)));
    held_ =
        std::string_view(buffer_).substr(0, file_->ReadSome(begin_ + offset, buffer_.data(), buffer_.size()));
    held_at_ = offset;
  }
  return held_.substr(static_cast<size_t>(offset - held_at_), count);
}

std::string_view ByteWindow::ViewAll(uint64_t offset, size_t count) {
  const std::string_view view = View(offset, count);
  if (view.size() == count) return view;
  throw Error("ends " + std::to_string(count - view.size()) + " bytes too early");
}

}  // namespace isogs
