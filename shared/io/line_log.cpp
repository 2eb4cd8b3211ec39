// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/line_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

[[noreturn]] void ThrowErrno(const std::filesystem::path& file) {
  throw Error("cannot write " + file.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

LineLog::LineLog(std::filesystem::path file) : file_(std::move(file)) {
  descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) ThrowErrno(file_);
  try {
    const std::string text = ReadWholeFile(file_);
    const size_t whole = text.rfind('\n') + 1;  // 0 if there is no line
    if (whole != text.size() && ftruncate(descriptor_, static_cast<off_t>(whole)) != 0) ThrowErrno(file_);
    was_empty_ = whole == 0;
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

LineLog::~LineLog() { close(descriptor_); }

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
  if (fdatasync(descriptor_) != 0 && errno != EINVAL) ThrowErrno(file_);  // EINVAL: a pipe or the like
}

void LineLog::WriteWaiting() {
  if (waiting_.empty()) return;
  const off_t before = lseek(descriptor_, 0, SEEK_END);
  ssize_t written = 0;
  do {
    written = write(descriptor_, waiting_.data(), waiting_.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(waiting_.size())) {
    waiting_.clear();
    return;
  }
  // A part of a line means that the disk is full; take it back.
  if (written >= 0) errno = ENOSPC;
  const int reason = errno;
  if (before >= 0 && ftruncate(descriptor_, before) != 0) errno = reason;
  errno = reason;
  ThrowErrno(file_);
}

}  // namespace isogs
