// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tests/shared/processes.h"

namespace isogs {

/// The files of a data set by their names, without what tells of the way there: the journal, logs, locks and
/// the batch, which names the folder. Half-written files would be among them.
inline std::map<std::string, std::string> DatasetContents(const std::filesystem::path& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (!entry.is_regular_file() || name == "jobs.jsonl" || name == "batch.json") continue;
    if (name.starts_with("logs/") || name.starts_with(".lock.")) continue;
    contents[name] = ReadText(entry.path());
  }
  return contents;
}

/// The names of files that only one of two data sets has, or that differ.
inline std::string DatasetDifference(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto left = DatasetContents(a), right = DatasetContents(b);
  std::string names;
  for (const auto& [name, bytes] : left) {
    const auto found = right.find(name);
    if (found == right.end() || found->second != bytes) names.append(name).append(" ");
  }
  for (const auto& [name, bytes] : right)
    if (!left.contains(name)) names.append(name).append(" ");
  return names;
}

}  // namespace isogs
