// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace isogs {

/// What the files of a run say that is not going on.
struct EndedRun {
  bool is_saved = false;  ///< results were written; else it was killed, and checkpoints are what it left
  int64_t frames = 0;
  int64_t lost_frames = 0;
  int64_t gaussians = 0;
  double ended_unix_s = 0.0;  ///< when the newest of its map's files was written
};

/// Nothing where the folder holds neither results nor checkpoints. Throws Error for a damaged file.
std::optional<EndedRun> FindEndedRun(const std::filesystem::path& run_directory);

}  // namespace isogs
