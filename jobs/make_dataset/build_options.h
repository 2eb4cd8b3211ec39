// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "datasets/synthetic/collection/collection_plan.h"
#include "datasets/synthetic/collection/metadata_reader.h"
#include "jobs/make_dataset/dataset_folder.h"

namespace isogs::synthetic {

/// What a command line says of a data set; what it leaves out is as the data set was begun, else the default.
struct BuildRequest {
  std::optional<int64_t> scenes = {};
  std::optional<Quality> quality = {};
  std::optional<uint64_t> seed = {};
  std::optional<int64_t> sequences = {};
};

/// Scenes of --size tiny, small, medium or large. Throws UsageError for any other word.
int64_t ScenesOfSize(const std::string& size);

/// The options that a folder's data set is to have: those that it was begun with, or, where nothing is there
/// yet, those of the request. Throws UsageError where both differ, naming the first difference, where the
/// folder holds something else, and for options that cannot be.
CollectionOptions ResolveOptions(const DatasetFolder& folder, const BuildRequest& request);

/// Makes the folder and keeps the options there, unless they are.
void BeginDataset(const DatasetFolder& folder, const CollectionOptions& options);

/// What build.json says.
struct BegunDataset {
  CollectionOptions options;
  std::string version;  ///< of the program that began it
};

/// Nothing where no data set was begun. Throws UsageError for a file that is none of ours.
std::optional<BegunDataset> ReadBegun(const DatasetFolder& folder);

nlohmann::ordered_json ToJson(const CollectionOptions& options);
/// Throws Error naming file and key.
CollectionOptions OptionsAt(const MetadataReader& at);

}  // namespace isogs::synthetic
