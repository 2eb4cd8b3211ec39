// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// A stage of profile.json, at its place in the tree.
struct StageRow {
  std::string name;
  int level = 0;      ///< 0: a stage that stands in no other
  int64_t calls = 0;  ///< 0: the row of a thread
  double total_ms = 0.0;
  double share = 0.0;  ///< of the profile's wall time
};

/// The stages that take a share of at least 0.5 %, each thread's below a row of its own. Throws Error if the
/// file is no profile.
std::vector<StageRow> ReadStageRows(const std::filesystem::path& profile);

}  // namespace isogs
