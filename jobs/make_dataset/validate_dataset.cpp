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

/// The scenes that are to be checked, by their indices. Every scene of the plan must be in its own split and
/// in no other.
std::vector<int64_t> CheckSplits(const DatasetFolder& folder, const DatasetInfo& info, Findings* findings) {
  std::unordered_map<std::string, Split> splits;
  for (const Split split : kSplits) {
    try {
      for (const std::string& id : ReadSplit(folder, split)) {
        const auto [there, is_new] = splits.try_emplace(id, split);
        if (is_new) continue;
        findings->Add(there->second == split
                          ? fmt::format("splits/{}.json: {} is there twice", NameOf(split), Printable(id))
                          : fmt::format("splits/{}.json: {} is also in {}", NameOf(split), Printable(id),
                                        NameOf(there->second)));
      }
    } catch (const Error& error) {
      findings->Add(error.what());
    }
  }
  std::vector<int64_t> indices;
  for (int64_t index = 0; index < info.options.scenes; ++index) {
    const SceneIdentity identity = IdentityOf(info.options, index);
    const auto found = splits.find(identity.id);
    if (found == splits.end()) {
      findings->Add(fmt::format("splits/{}.json: {} is missing", NameOf(identity.split), identity.id));
      continue;
    }
    if (found->second != identity.split)
      findings->Add(fmt::format("splits/{}.json: {} belongs to {}", NameOf(found->second), identity.id,
                                NameOf(identity.split)));
    indices.push_back(index);
    splits.erase(found);
  }
  for (const auto& [id, split] : std::map(splits.begin(), splits.end()))
    findings->Add(
        fmt::format("splits/{}.json: {} is no scene of this data set", NameOf(split), Printable(id)));
  return indices;
}

template <typename Value>
void Expect(const std::string& what, const Value& found, const Value& expected, Findings* findings) {
  if (found != expected)
    findings->Add(fmt::format("dataset_info.json: {}: found {}, expected {}", what, found, expected));
}

void Compare(const DatasetInfo& found, const DatasetInfo& expected, Findings* findings) {
  for (const Split split : kSplits) {
    const auto at = static_cast<size_t>(split);
    Expect("counts." + std::string(NameOf(split)), found.scenes[at], expected.scenes[at], findings);
  }
  Expect("counts.objects", found.objects, expected.objects, findings);
  Expect("counts.pictures", found.pictures, expected.pictures, findings);
  Expect("counts.sequences", found.sequences, expected.sequences, findings);
  Expect("bytes", found.bytes, expected.bytes, findings);
  Expect("crc32", found.crc32, expected.crc32, findings);
}

}  // namespace

ValidationReport ValidateDataset(const DatasetFolder& folder, const ScenesDone& progress) {
  ValidationReport report{.info = ReadInfo(folder)};
  const std::vector<int64_t> indices = CheckSplits(folder, report.info, &report.findings);
  DatasetInfo counted{.version = report.info.version, .options = report.info.options};
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
    }
  }
  progress(std::ssize(indices), std::ssize(indices));
  Compare(report.info, counted, &report.findings);
  return report;
}

}  // namespace isogs::synthetic
