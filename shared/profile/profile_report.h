// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "shared/profile/stage.h"

namespace isogs {

/// Sums over all calls of a stage at one place of the tree.
struct StageReport {
  std::string name;
  int64_t calls = 0;
  double seconds = 0.0;
  StageWork work;  // 0: not said
  std::vector<StageReport> stages;
};

struct ThreadReport {
  std::string name;
  std::vector<StageReport> stages;
};

/// Where the time of a process went.
struct ProfileReport {
  double seconds = 0.0;  // wall time that was profiled
  std::vector<ThreadReport> threads;
};

/// The same as JSON, with shares of what stands above: a stage, or the whole time.
nlohmann::ordered_json ToJson(const ProfileReport& report);
/// As a table of indented lines for people.
std::string ToText(const ProfileReport& report);

}  // namespace isogs
