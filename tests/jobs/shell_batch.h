// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/batch.h"
#include "jobs/journal.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {

/// A batch whose items are lines of a shell, in which $item is the item's number; they run in `folder`.
inline Batch ShellBatch(const std::filesystem::path& folder, int64_t items, const std::string& line) {
  return {.directory = folder / "batch",
          .command = {"/bin/sh", "-c", "item=$2; " + line, "item"},
          .working_directory = folder,
          .items = items};
}

/// How often each item ended with code 0.
inline std::vector<int> TimesDone(const Batch& batch) {
  std::vector<int> times(static_cast<size_t>(batch.items));
  JournalReader(batch.journal(), batch.items).Update([&](const ItemEnd& end) {
    if (end.succeeded()) ++times[static_cast<size_t>(end.item)];
  });
  return times;
}

}  // namespace isogs
