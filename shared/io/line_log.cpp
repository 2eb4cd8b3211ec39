// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/line_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "shared/io/file.h"

namespace isogs {

LineLog::LineLog(std::filesystem::path file)
    : file_(std::move(file)), descriptor_(OpenOwnFile(file_, O_WRONLY | O_CREAT | O_APPEND, 0666)) {
  const std::string text = ReadWholeFile(file_, kMaxLinesBytes);
  const size_t whole = text.rfind('\n') + 1;  // 0 if there is no line
  if (whole != text.size() && ftruncate(descriptor_.get(), static_cast<off_t>(whole)) != 0) {
    ThrowErrno("write", file_);
  }
  was_empty_ = whole == 0;
}

void LineLog::Append(std::string_view line) {
  const std::lock_guard lock(mutex_);
  waiting_.append(line) += '\n';
  WriteWaiting();
}

void LineLog::Sync() {
  {
    const std::lock_guard lock(mutex_);
    WriteWaiting();
  }
  if (fdatasync(descriptor_.get()) != 0 && errno != EINVAL)
    ThrowErrno("write", file_);  // EINVAL: a pipe or the like
}

void LineLog::WriteWaiting() {
  if (waiting_.empty()) return;
  const off_t before = lseek(descriptor_.get(), 0, SEEK_END);
  ssize_t written = 0;
  do {
    written = write(descriptor_.get(), waiting_.data(), waiting_.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(waiting_.size())) {
    waiting_.clear();
    return;
  }
  // A part of a line means that the disk is full; take it back.
  if (written >= 0) errno = ENOSPC;
  const int reason = errno;
  if (before >= 0 && ftruncate(descriptor_.get(), before) != 0) errno = reason;
  errno = reason;
  ThrowErrno("write", file_);
}

}  // namespace isogs
