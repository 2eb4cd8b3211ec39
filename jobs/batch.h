// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// Environment variable in which the runner tells an item how many run at once.
inline constexpr const char* kJobsVariable = "ISOGS_JOBS";

/// Work that is made of items, each a process of its own: item i is `command` with "--item i" behind it. What
/// an item leaves behind is complete once its process has ended with code 0, and an item that finds it
/// complete ends at once, so that one which is started again after any interruption does nothing twice.
struct Batch {
  std::filesystem::path directory;          ///< of the journal and the logs, beside what the items make
  std::vector<std::string> command;         ///< executable first
  std::filesystem::path working_directory;  ///< of the items; paths in `command` count from there
  int64_t items = 0;

  std::filesystem::path journal() const { return directory / "jobs.jsonl"; }
  /// logs/item_000012.log
  std::filesystem::path log(int64_t item) const;
  std::vector<std::string> CommandOf(int64_t item) const;
};

/// Begins a batch in its directory, which is made, or goes on with it: DIRECTORY/batch.json says what it is.
/// Throws UsageError if another batch lies there, naming the first difference.
void BeginOrContinue(const Batch& batch);

/// The batch that lies in a directory, also where that was moved since it began. Throws UsageError if there
/// is none.
Batch LoadBatch(const std::filesystem::path& directory);

}  // namespace isogs
