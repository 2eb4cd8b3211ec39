// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "shared/config/logging_config.h"

namespace isogs {

/// Sets up spdlog's default logger, so that spdlog::info(...) anywhere in this process writes "[NAME]
/// message" to stderr and, if `file` is given, the message with time and level at the end of that file, whose
/// folders are made. Where the file cannot be written, one warning says so and the console goes on alone.
/// Never throws for it.
void InitLogging(const LoggingConfig& config, const std::string& process_name,
                 const std::filesystem::path& file = {});

}  // namespace isogs
