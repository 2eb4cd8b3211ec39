// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "datasets/synthetic/collection/collection_plan.h"

namespace isogs::synthetic {

/// Where things lie in the folder of a data set, beside its scenes (scene_files.h) and its batch (batch.h).
class DatasetFolder {
 public:
  explicit DatasetFolder(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  /// What it was begun with.
  std::filesystem::path options() const { return path_ / "build.json"; }
  /// What it holds; the last file to be written.
  std::filesystem::path info() const { return path_ / "dataset_info.json"; }
  std::filesystem::path splits() const { return path_ / "splits"; }
  std::filesystem::path split(Split split) const;

 private:
  std::filesystem::path path_;
};

}  // namespace isogs::synthetic
