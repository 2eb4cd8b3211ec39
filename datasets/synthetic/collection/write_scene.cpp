// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/write_scene.h"

#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "shared/io/file.h"

namespace isogs::synthetic {

SceneQuality SettingsOf(Quality quality) {
  if (quality == Quality::kDraft) return {};
  return {1024, 768, quality == Quality::kNormal ? 4 : 16, {}, 60};
}

void WriteScene(const std::filesystem::path& dataset, const SceneIdentity& identity, const SceneQuality&) {
  SceneMetadata metadata;  // so far without pictures
  metadata.id = identity.id;
  metadata.index = identity.index;
  metadata.split = identity.split;
  metadata.seed = identity.seed;
  const std::filesystem::path path = dataset / FilesOf(identity.id).metadata;
  std::filesystem::create_directories(path.parent_path());
  WriteFileAtomically(path, ToJson(metadata));
}

void WriteScene(const std::filesystem::path& dataset, const CollectionOptions& options,
                const SceneIdentity& identity) {
  WriteScene(dataset, identity, SettingsOf(options.quality));
}

}  // namespace isogs::synthetic
