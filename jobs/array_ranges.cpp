// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/array_ranges.h"

namespace isogs {
namespace {

constexpr size_t kLongestList = 32'000;  // characters; Linux takes 131,071 an argument

}  // namespace

std::optional<JobArray> NextArray(int64_t begin, int64_t max_tasks,
                                  const std::function<std::optional<int64_t>(int64_t)>& next_due) {
  std::optional<int64_t> item = next_due(begin);
  if (!item) return std::nullopt;
  JobArray array{.offset = *item, .end = *item, .tasks = {}};
  const int64_t limit = *item + max_tasks;
  while (item && *item < limit && array.tasks.size() < kLongestList) {
    const int64_t first = *item;
    int64_t last = first;
    while ((item = next_due(last + 1)) && *item == last + 1 && *item < limit) last = *item;
    if (!array.tasks.empty()) array.tasks += ',';
    array.tasks += std::to_string(first - array.offset);
    if (last > first) array.tasks += '-' + std::to_string(last - array.offset);
    array.end = last + 1;
  }
  return array;
}

}  // namespace isogs
