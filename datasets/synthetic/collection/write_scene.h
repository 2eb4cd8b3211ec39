// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "datasets/synthetic/casting/bake_light.h"
#include "datasets/synthetic/collection/collection_plan.h"

namespace isogs::synthetic {

/// How finely a scene is pictured.
struct SceneQuality {
  int width = 480;
  int height = 320;
  int rays_per_pixel = 1;  ///< of colour: 1, 4 or 16
  BakeOptions light = {0.12, 32};
  int64_t sequence_frames = 60;
};
SceneQuality SettingsOf(Quality quality);

/// Writes a scene's images, sequence, if it has one, and metadata, which comes last: a scene is whole if its
/// metadata is there. Files appear whole; what a killed call left is replaced. The same bytes on any number
/// of threads. Throws Error where anything cannot be written.
void WriteScene(const std::filesystem::path& dataset, const SceneIdentity& identity,
                const SceneQuality& quality);
void WriteScene(const std::filesystem::path& dataset, const CollectionOptions& options,
                const SceneIdentity& identity);

}  // namespace isogs::synthetic
