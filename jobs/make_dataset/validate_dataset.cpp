// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/validate_dataset.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <unordered_map>
#include <vector>

#include "datasets/synthetic/collection/scene_files.h"
#include "jobs/journal.h"
#include "jobs/make_dataset/build_item.h"
#include "jobs/make_dataset/build_options.h"
#include "jobs/make_dataset/check_scene.h"
#include "jobs/make_dataset/split_file.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/text.h"

namespace isogs::synthetic {
namespace {

constexpr int64_t kAtOnce = 64;  // scenes between two reports

DatasetInfo ReadInfo(const DatasetFolder& folder) {
  std::error_code ignored;
  if (std::filesystem::exists(folder.info(), ignored)) return ReadDatasetInfo(folder);
  const auto begun = ReadBegun(folder);
  if (!begun) {
    throw UsageError(folder.path().string() +
                     ": holds no dataset_info.json, expected a data set of make_dataset build");
  }
  JournalReader journal(BatchOf(folder, begun->options).journal(), begun->options.scenes);
  journal.Update();
  throw Error(
      fmt::format("{}: is not finished: {} of {} scenes are done (make_dataset build --output goes on)",
                  folder.path().string(), journal.count(ItemState::kDone), begun->options.scenes));
}

/// Where splits say that scenes are.
struct ListedScenes {
  std::unordered_map<std::string, Split> splits;
  std::vector<Split> unreadable;
};

ListedScenes ReadSplits(const DatasetFolder& folder, Findings* findings) {
  ListedScenes listed;
  for (const Split split : kSplits) {
    try {
      for (const std::string& id : ReadSplit(folder, split)) {
        const auto [there, is_new] = listed.splits.try_emplace(id, split);
        if (is_new) continue;
        findings->Add(there->second == split
                          ? fmt::format("splits/{}.json: {} is there twice", NameOf(split), Printable(id))
                          : fmt::format("splits/{}.json: {} is also in {}", NameOf(split), Printable(id),
                                        NameOf(there->second)));
      }
    } catch (const Error& error) {
      findings->Add(error.what());
      listed.unreadable.push_back(split);
    }
  }
  return listed;
}

/// Every scene of the plan must be in its own split, if that can be read, and in no other.
void CheckPlace(const SceneIdentity& identity, ListedScenes* listed, Findings* findings) {
  const auto found = listed->splits.find(identity.id);
  if (found == listed->splits.end()) {
    if (std::ranges::find(listed->unreadable, identity.split) == listed->unreadable.end())
      findings->Add(fmt::format("splits/{}.json: {} is missing", NameOf(identity.split), identity.id));
    return;
  }
  if (found->second != identity.split)
    findings->Add(fmt::format("splits/{}.json: {} belongs to {}", NameOf(found->second), identity.id,
                              NameOf(identity.split)));
  listed->splits.erase(found);
}

/// The scenes that are to be checked, by their indices: without those that failed, which are in no split and
/// have no metadata.
std::vector<int64_t> CheckSplits(const DatasetFolder& folder, const DatasetInfo& info, Findings* findings) {
  ListedScenes listed = ReadSplits(folder, findings);
  std::vector<int64_t> indices;
  std::error_code ignored;
  for (int64_t index = 0; index < info.options.scenes; ++index) {
    const SceneIdentity identity = IdentityOf(info.options, index);
    const bool is_listed = listed.splits.contains(identity.id);
    CheckPlace(identity, &listed, findings);
    if (is_listed || info.is_complete() ||
        std::filesystem::exists(folder.path() / FilesOf(identity.id).metadata, ignored))
      indices.push_back(index);
  }
  for (const auto& [id, split] : std::map(listed.splits.begin(), listed.splits.end()))
    findings->Add(
        fmt::format("splits/{}.json: {} is no scene of this data set", NameOf(split), Printable(id)));
  return indices;
}

/// Where a scene could not be counted, its own line says what is wrong, and the counts are as they may be.
void CheckInfo(const DatasetFolder& folder, const DatasetInfo& found, const DatasetInfo& counted,
               bool all_counted, Findings* findings) {
  try {
    RequireInfo(folder, all_counted ? counted : found);
  } catch (const Error& error) {
    findings->Add(error.what());
  }
}

}  // namespace

ValidationReport ValidateDataset(const DatasetFolder& folder, const ScenesDone& progress) {
  ValidationReport report{.info = ReadInfo(folder)};
  const std::vector<int64_t> indices = CheckSplits(folder, report.info, &report.findings);
  DatasetInfo counted{
      .version = report.info.version, .options = report.info.options, .held_out = report.info.held_out};
  bool all_counted = true;
  std::vector<SceneCheck> checks;
  for (int64_t begin = 0; begin < std::ssize(indices); begin += kAtOnce) {
    progress(begin, std::ssize(indices));
    checks.assign(static_cast<size_t>(std::min(kAtOnce, std::ssize(indices) - begin)), {});
    ParallelFor(std::ssize(checks), 1, [&](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; ++i) {
        const int64_t index = indices[static_cast<size_t>(begin + i)];
        checks[static_cast<size_t>(i)] =
            CheckScene(folder, report.info, IdentityOf(report.info.options, index));
      }
    });
    for (const SceneCheck& check : checks) {
      report.findings.Append(check.findings);
      if (check.summary) counted.Add(*check.summary);
      all_counted = all_counted && check.summary;
    }
  }
  progress(std::ssize(indices), std::ssize(indices));
  CheckInfo(folder, report.info, counted, all_counted, &report.findings);
  return report;
}

}  // namespace isogs::synthetic
