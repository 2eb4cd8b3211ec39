// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace isogs {

/// A job array of a cluster: task t is item `offset` + t, for the t that `tasks` lists, such as "0-3,7,9-12".
struct JobArray {
  int64_t offset = 0;
  int64_t end = 0;  ///< behind the last item that was looked at
  std::string tasks;
};

/// The next array of items that are due, from item `begin` on: its tasks below `max_tasks`, its list no
/// longer than a command line takes. `next_due(i)` is the first due item from i on. Nothing if none is left.
std::optional<JobArray> NextArray(int64_t begin, int64_t max_tasks,
                                  const std::function<std::optional<int64_t>(int64_t)>& next_due);

}  // namespace isogs
