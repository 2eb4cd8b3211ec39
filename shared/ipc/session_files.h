// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/ipc/session.h"

namespace isogs {

/// A segment in shared memory, and whether anybody still needs it.
struct SegmentReport {
  std::string name;
  size_t bytes = 0;
  std::filesystem::path run_directory;  ///< empty: not known
  std::string in_use;                   ///< why it must stay; empty: its writer is dead
  bool removed = false;
};

enum class CleanMode { kList, kRemove };

/// Looks at all segments of this user, or those of one run directory, and removes those whose writer's role
/// nobody holds, holding that role meanwhile.
std::vector<SegmentReport> CleanSessions(const std::optional<std::filesystem::path>& run_directory,
                                         CleanMode mode);

}  // namespace isogs
