// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/metrics_log.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>

#include "shared/io/file.h"

namespace isogs {
namespace {

bool IsUpToFrame(std::string_view line, int64_t last_frame) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return false;
  const auto frame = json.find("frame");
  return frame != json.end() && frame->is_number_integer() && frame->get<int64_t>() <= last_frame;
}

}  // namespace

void MetricsLog::Append(const nlohmann::ordered_json& line) {
  lines_.Append(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int64_t CutMetrics(const std::filesystem::path& file, int64_t last_frame) {
  std::error_code ignored;  // what cannot be looked at cannot be read either, and that is said next
  if (!std::filesystem::exists(file, ignored) && !ignored) return 0;
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
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
