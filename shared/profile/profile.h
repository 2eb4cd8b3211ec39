// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "shared/profile/profile_report.h"

namespace isogs {

// One profile a process: all stages (stage.h), on whatever thread, from Start to Stop. Calls from one thread,
// the profile's first.

/// Begins a profile without stages; `traces`: each stage is kept for a trace, too.
void StartProfile(bool traces);

/// Begins the trace's file with what is kept so far. Throws Error if it cannot be made.
void OpenTrace(const std::filesystem::path& path);

/// From now on `finish`, which waits until the device has done all it was given, is called at the ends of the
/// calling thread's stages, so that the time of kernels is in the stage that started them. Empty: no more.
void SynchroniseStages(std::function<void()> finish);

/// Ends the profile; on a stage that is still going on nothing is reported.
ProfileReport StopProfile();

/// Why the last profile's trace has not all of it.
std::optional<std::string> TraceFailure();

}  // namespace isogs
