// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/array_ranges.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace isogs {
namespace {

/// Items of an array, from its list.
std::set<int64_t> ItemsOf(const JobArray& array) {
  std::set<int64_t> items;
  std::istringstream list(array.tasks);
  for (std::string range; std::getline(list, range, ',');) {
    const size_t dash = range.find('-');
    const int64_t first = std::stoll(range);
    const int64_t last = dash == std::string::npos ? first : std::stoll(range.substr(dash + 1));
    for (int64_t task = first; task <= last; ++task) items.insert(array.offset + task);
  }
  return items;
}

std::vector<JobArray> ArraysOf(const std::set<int64_t>& due, int64_t max_tasks) {
  const auto next_due = [&](int64_t begin) -> std::optional<int64_t> {
    const auto found = due.lower_bound(begin);
    if (found == due.end()) return std::nullopt;
    return *found;
  };
  std::vector<JobArray> arrays;
  int64_t begin = 0;
  while (const auto array = NextArray(begin, max_tasks, next_due)) {
    arrays.push_back(*array);
    begin = array->end;
  }
  return arrays;
}

TEST(NextArray, ListsNeighboursAsRanges) {
  const std::vector<JobArray> arrays = ArraysOf({4, 5, 6, 7, 11, 13, 14}, 1001);
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].offset, 4);
  EXPECT_EQ(arrays[0].tasks, "0-3,7,9-10");
}

TEST(NextArray, NoTaskReachesTheSitesLimit) {
  std::set<int64_t> due;
  for (int64_t item = 0; item < 25; ++item) due.insert(item);
  const std::vector<JobArray> arrays = ArraysOf(due, 10);
  ASSERT_EQ(arrays.size(), 3u);
  for (const JobArray& array : arrays) EXPECT_LE(*ItemsOf(array).rbegin() - array.offset, 9);
  EXPECT_EQ(arrays[2].tasks, "0-4");
}

TEST(NextArray, HundredThousandScatteredItemsAreAllThereOnce) {
  std::set<int64_t> due;
  for (int64_t item = 0; item < 100'000; item += 1 + item % 3) due.insert(item);
  std::set<int64_t> listed;
  size_t tasks = 0;
  for (const JobArray& array : ArraysOf(due, 1'000'000)) {
    EXPECT_LT(array.tasks.size(), 100'000u) << "longer than an argument may be";
    const std::set<int64_t> items = ItemsOf(array);
    tasks += items.size();
    listed.insert(items.begin(), items.end());
  }
  EXPECT_EQ(listed, due);
  EXPECT_EQ(tasks, due.size());
}

}  // namespace
}  // namespace isogs
