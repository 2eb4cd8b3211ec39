// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_profile.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/io/file.h"
#include "shared/profile/profile.h"

namespace isogs {

RunProfile::RunProfile(const RunOptions& options)
    : is_going_on_(options.profile || options.trace), prints_(options.profile), trace_(options.trace) {
  if (is_going_on_) StartProfile(options.trace.has_value());
}

RunProfile::~RunProfile() {
  try {
    Finish();
  } catch (const std::exception& error) {
    spdlog::error("{}", MessageOf(error));
  }
}

void RunProfile::Open(const RunDirectory& directory, std::function<void()> finish) {
  if (!is_going_on_) return;
  SynchroniseStages(std::move(finish));
  if (prints_) file_ = directory.profile();
  if (!trace_) return;
  try {
    OpenTrace(*trace_);
  } catch (const Error& error) {
    throw UsageError(std::string("--trace: ") + error.what());
  }
}

void RunProfile::Finish() {
  if (!std::exchange(is_going_on_, false)) return;
  const ProfileReport report = StopProfile();
  if (file_) {
    std::cout << ToText(report) << std::flush;
    WriteFileAtomically(*file_, ToJson(report).dump(2) + "\n");
  }
  if (const auto failure = TraceFailure()) throw Error("--trace: " + *failure + "; it ends there");
}

}  // namespace isogs
