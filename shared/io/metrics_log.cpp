// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/metrics_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

[[noreturn]] void ThrowErrno(const std::filesystem::path& file) {
  throw Error("cannot write " + file.string() + ": " + std::generic_category().message(errno));
}

bool IsUpToFrame(std::string_view line, int64_t last_frame) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return false;
  const auto frame = json.find("frame");
  return frame != json.end() && frame->is_number_integer() && frame->get<int64_t>() <= last_frame;
}

}  // namespace

MetricsLog::MetricsLog(std::filesystem::path file) : file_(std::move(file)) {
  descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) ThrowErrno(file_);
  try {
    const std::string text = ReadWholeFile(file_);
    const size_t whole = text.rfind('\n') + 1;  // 0 if there is no line
    if (whole != text.size() && ftruncate(descriptor_, static_cast<off_t>(whole)) != 0) ThrowErrno(file_);
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

MetricsLog::~MetricsLog() { close(descriptor_); }

void MetricsLog::Append(const nlohmann::ordered_json& line) {
  const std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  const off_t before = lseek(descriptor_, 0, SEEK_END);
  ssize_t written = 0;
  do {
    written = write(descriptor_, text.data(), text.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(text.size())) return;
  // A part of a line means that the disk is full; take it back.
  if (written >= 0) errno = ENOSPC;
  const int reason = errno;
  if (before >= 0 && ftruncate(descriptor_, before) != 0) errno = reason;
  errno = reason;
  ThrowErrno(file_);
}

int64_t CutMetrics(const std::filesystem::path& file, int64_t last_frame) {
  std::error_code ignored;  // what cannot be looked at cannot be read either, and that is said next
  if (!std::filesystem::exists(file, ignored) && !ignored) return 0;
  const std::string text = ReadWholeFile(file);
  std::string kept;
  int64_t dropped = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t newline = text.find('\n', begin);
    const size_t end = newline == std::string::npos ? text.size() : newline + 1;
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    if (newline != std::string::npos && IsUpToFrame(line, last_frame)) {
      kept += line;
    } else {
      ++dropped;
    }
    begin = end;
  }
  if (dropped > 0) WriteFileAtomically(file, kept);
  return dropped;
}

}  // namespace isogs
