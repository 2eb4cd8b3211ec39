// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "jobs/make_dataset/dataset_info.h"
#include "jobs/make_dataset/findings.h"

namespace isogs::synthetic {

/// What was found in one scene's files.
struct SceneCheck {
  Findings findings{20};
  std::optional<SceneSummary> summary;  ///< nothing: the metadata cannot be read
};

/// Reads all files of a scene. Its metadata must be that of the identity, every reference must resolve, files
/// must be as they were written, pictures of the size and depth in the range that the metadata allow, and the
/// constraints those that follow from objects and cameras. Combinations that `info` calls held out are seen
/// in the first picture of each scene of test_comp, and stand in no room of another split.
SceneCheck CheckScene(const DatasetFolder& folder, const DatasetInfo& info, const SceneIdentity& identity);

}  // namespace isogs::synthetic
