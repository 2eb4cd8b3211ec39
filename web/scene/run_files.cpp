// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/run_files.h"

#include <string_view>

#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs::web {
namespace {

constexpr size_t kMostConfigBytes = 64 << 10;
constexpr size_t kMostLogLine = 400;  // bytes
constexpr size_t kMostLogLines = 200;

}  // namespace

RunFiles::RunFiles(const std::filesystem::path& run_directory)
    : metrics_(RunDirectory(run_directory).metrics()), log_(RunDirectory(run_directory).log("slam")) {}

void RunFiles::Poll(RunNews* news) {
  const LineTail::News metrics = metrics_.Take();
  if (metrics.from_start || !metrics.text.empty()) news->frames.emplace().from_start = metrics.from_start;
  for (std::string_view rest = metrics.text; !rest.empty();) {
    if (const auto line = ParseFrameLine(TakeLine(&rest))) news->frames->lines.push_back(*line);
  }
  const LineTail::News log = log_.Take();
  if (log.text.empty()) return;
  LogNews& lines = news->log.emplace();
  for (std::string_view rest = log.text; !rest.empty();) {
    lines.lines.push_back(WithoutControls(TakeLine(&rest).substr(0, kMostLogLine)));
    if (lines.lines.size() >= 2 * kMostLogLines) {
      lines.lines.erase(lines.lines.begin(), lines.lines.begin() + kMostLogLines);
    }
  }
}

std::string ReadConfigText(const std::filesystem::path& run_directory) {
  try {
    return ReadWholeFile(RunDirectory(run_directory).config(), kMaxSettingsBytes).substr(0, kMostConfigBytes);
  } catch (const Error&) {
    return "";
  }
}

}  // namespace isogs::web
