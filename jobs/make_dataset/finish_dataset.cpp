// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/finish_dataset.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "datasets/synthetic/scene/combinations.h"
#include "jobs/make_dataset/scene_files_check.h"
#include "jobs/make_dataset/split_file.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/version.h"
#include "shared/io/file.h"
#include "shared/io/open_file.h"

namespace isogs::synthetic {
namespace {

constexpr int64_t kAtOnce = 1024;  // scenes whose summaries are held

SceneSummary ReadSummary(const DatasetFolder& folder, const SceneIdentity& identity) {
  try {
    std::string text;
    const SceneMetadata metadata = ReadMetadataOf(folder.path(), identity, &text);
    return SummaryOf(metadata, text);
  } catch (const Error& error) {
    throw Error(fmt::format("{}; the journal calls item {} done, build --item {} makes it again",
                            error.what(), identity.index, identity.index));
  }
}

}  // namespace

DatasetInfo FinishDataset(const DatasetFolder& folder, const CollectionOptions& options,
                          const JournalReader& journal, const ScenesDone& progress) {
  DatasetInfo info{.version = Version(), .options = options};
  for (const Combination& combination : HeldOutCombinations())
    info.held_out.push_back(
        {std::string(NameOf(combination.kind)), std::string(NameOf(combination.material))});
  MakeOwnFolder(folder.splits());
  std::array<std::optional<SplitWriter>, kSplits.size()> splits;
  for (const Split split : kSplits) splits[static_cast<size_t>(split)].emplace(folder, split);
  std::vector<std::optional<SceneSummary>> scenes;
  for (int64_t begin = 0; begin < options.scenes; begin += kAtOnce) {
    if (progress) progress(begin, options.scenes);
    scenes.assign(static_cast<size_t>(std::min(kAtOnce, options.scenes - begin)), std::nullopt);
    ParallelFor(std::ssize(scenes), 1, [&](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; ++i) {
        if (journal.state(begin + i) != ItemState::kDone) continue;
        scenes[static_cast<size_t>(i)] = ReadSummary(folder, IdentityOf(options, begin + i));
      }
    });
    for (const auto& scene : scenes) {
      if (!scene) continue;
      info.Add(*scene);
      splits[static_cast<size_t>(scene->split)]->Add(scene->id);
    }
  }
  for (auto& split : splits) split->Commit();
  WriteFileAtomically(folder.info(), ToJson(info));
  return info;
}

}  // namespace isogs::synthetic
