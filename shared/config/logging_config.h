// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

enum class LogLevel { kTrace, kDebug, kInfo, kWarning, kError, kOff };
inline const EnumNames<LogLevel> kLogLevelNames = {
    {"trace", LogLevel::kTrace},     {"debug", LogLevel::kDebug}, {"info", LogLevel::kInfo},
    {"warning", LogLevel::kWarning}, {"error", LogLevel::kError}, {"off", LogLevel::kOff}};

/// Logs: one file a process in the run directory, a terse console.
struct LoggingConfig {
  LogLevel console_level = LogLevel::kInfo;
  LogLevel file_level = LogLevel::kDebug;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("console_level", console_level, kLogLevelNames);
    visit("file_level", file_level, kLogLevelNames);
  }
};

}  // namespace isogs
