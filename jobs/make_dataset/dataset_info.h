// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/synthetic/collection/scene_metadata.h"
#include "jobs/make_dataset/dataset_folder.h"

namespace isogs::synthetic {

inline constexpr const char* kDatasetFormat = "isogs scenes 1";

/// What one scene adds to its data set.
struct SceneSummary {
  std::string id;
  Split split = Split::kTrain;
  int64_t objects = 0;
  int64_t pictures = 0;  ///< each with its depth; without those of the sequence
  bool has_sequence = false;
  uint64_t bytes = 0;  ///< of all files
  uint32_t crc32 = 0;  ///< of its metadata, which holds those of all other files
};

/// `text` is the scene's metadata file.
SceneSummary SummaryOf(const SceneMetadata& metadata, std::string_view text);

/// A kind of thing built of a class of material, as metadata names them.
struct NamedCombination {
  std::string kind, material;

  bool operator==(const NamedCombination&) const = default;
};

/// dataset_info.json: what is in a data set. Nothing in it depends on when, where and in how many steps the
/// data set was made.
struct DatasetInfo {
  std::string version;  ///< of the program
  CollectionOptions options;
  std::vector<NamedCombination> held_out = {};      ///< seen in test_comp alone
  std::array<int64_t, kSplits.size()> scenes = {};  ///< that are there, by split
  int64_t objects = 0;
  int64_t pictures = 0;
  int64_t sequences = 0;
  uint64_t bytes = 0;
  uint32_t crc32 = 0;  ///< of a line "ID CRC32-OF-ITS-METADATA" for each scene, in the order of their indices

  /// Scenes come in the order of their indices.
  void Add(const SceneSummary& scene);
  int64_t scene_count() const;
  bool is_complete() const { return scene_count() == options.scenes; }
};

/// How far work on all scenes is.
using ScenesDone = std::function<void(int64_t done, int64_t scenes)>;

std::string ToJson(const DatasetInfo& info);
/// Throws Error naming file and key.
DatasetInfo ReadDatasetInfo(const DatasetFolder& folder);
/// Throws Error naming file and the first key that is other than what would be written of `expected`.
void RequireInfo(const DatasetFolder& folder, const DatasetInfo& expected);

}  // namespace isogs::synthetic
