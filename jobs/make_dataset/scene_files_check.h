// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "datasets/synthetic/collection/collection_plan.h"
#include "datasets/synthetic/collection/scene_metadata.h"

namespace isogs::synthetic {

/// What is wrong with a file of a data set: it is not there, or not as it was written. Empty: nothing.
std::string TroubleWith(const std::filesystem::path& dataset, const FileRecord& record);

/// The metadata of a scene; also in `text`, if given. Throws Error as ParseSceneMetadata does, and for that
/// of another scene.
SceneMetadata ReadMetadataOf(const std::filesystem::path& dataset, const SceneIdentity& identity,
                             std::string* text = nullptr);

/// Whether a scene's metadata can be read and all files are as it says.
bool SceneIsWhole(const std::filesystem::path& dataset, const SceneIdentity& identity);

}  // namespace isogs::synthetic
