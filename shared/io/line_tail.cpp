// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/line_tail.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "shared/core/error.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

constexpr uint64_t kMaxNewsBytes = 8 << 20;

/// The file's bytes from `begin` up to the end of its last whole line, kMaxNewsBytes at most.
std::string ReadWholeLines(const Descriptor& file, uint64_t begin, uint64_t end) {
  std::string text(std::min(end - begin, kMaxNewsBytes), '\0');
  [[maybe_unused]] const ssize_t got =
      pread(file.get(), text.data(), text.size(), static_cast<off_t>(begin));  // what is missing is no line
  text.resize(text.rfind('\n') + 1);                                           // 0 if there is no line
  return text;
}

/// Nothing where it cannot be read.
std::optional<Descriptor> TryOpen(const std::filesystem::path& file) {
  try {
    return OpenToRead(file);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

LineTail::News LineTail::Take() {
  News news;
  const std::optional<Descriptor> file = TryOpen(file_);
  struct stat status = {};
  if (!file || fstat(file->get(), &status) != 0) return news;
  const auto size = static_cast<uint64_t>(status.st_size);
  if (status.st_ino != inode_ || size < read_) {
    news.from_start = true;
    inode_ = status.st_ino;
    read_ = 0;
  }
  news.text = ReadWholeLines(*file, read_, size);
  read_ += news.text.size();
  return news;
}

}  // namespace isogs
