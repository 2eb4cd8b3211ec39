// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/profile/trace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

namespace isogs {
namespace {

constexpr std::string_view kEnd = "\n]\n";

bool WriteAll(int descriptor, std::string_view bytes, int64_t at) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(descriptor, bytes.data(), bytes.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
    at += count;
  }
  return true;
}

}  // namespace

TraceFile::TraceFile(std::filesystem::path path)
    : path_(std::move(path)), descriptor_(OpenOwnFile(path_, O_WRONLY | O_CREAT, 0644)) {
  if (ftruncate(descriptor_.get(), 0) != 0) ThrowErrno("write", path_);
  Put("[");
}

void TraceFile::Add(std::string_view events) {
  events.remove_suffix(2);  // the last comma, which nothing follows yet
  std::string text = end_ > 1 ? ",\n" : "\n";
  text += events;
  Put(text);
}

void TraceFile::Put(std::string_view text) {
  std::string bytes(text);
  bytes += kEnd;
  if (WriteAll(descriptor_.get(), bytes, end_)) {
    end_ += static_cast<int64_t>(text.size());
    return;
  }
  const int reason = errno;
  if (ftruncate(descriptor_.get(), end_) == 0) WriteAll(descriptor_.get(), kEnd, end_);
  errno = reason;
  ThrowErrno("write", path_);
}

}  // namespace isogs
