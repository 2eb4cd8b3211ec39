// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jobs/make_dataset/dataset_folder.h"
#include "shared/io/file.h"

namespace isogs::synthetic {

/// splits/NAME.json, scene after scene: {"split": NAME, "scenes": [ID, ...], "count": N}. It appears whole
/// with Commit.
class SplitWriter {
 public:
  SplitWriter(const DatasetFolder& folder, Split split);

  void Add(const std::string& id);
  void Commit();

 private:
  AtomicFile file_;
  std::string text_;  // not written yet
  int64_t count_ = 0;
};

/// The scenes of a split. Throws Error naming file and key.
std::vector<std::string> ReadSplit(const DatasetFolder& folder, Split split);

}  // namespace isogs::synthetic
