// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "datasets/synthetic/collection/collection_plan.h"
#include "datasets/synthetic/collection/constraints.h"

namespace isogs::synthetic {

/// metadata/ID.json: all that is known of a scene.
struct SceneMetadata {
  std::string id;
  int64_t index = 0;
  Split split = Split::kTrain;
  uint64_t seed = 0;
  Eigen::Vector3d room_size_m = Eigen::Vector3d::Zero();  ///< from the world's origin: x, y, z
  std::vector<ObjectRecord> objects;
  std::vector<CameraRecord> cameras;  ///< the single view, then views 0 to 3
  std::string sequence;               ///< folder in the data set; empty: none
  Constraints constraints;
  std::vector<FileRecord> files;  ///< all of the scene's but this one
};

/// One object or camera a line; the same text for the same values. Its last key is the CRC-32 of all bytes
/// before that key's comma: a file that was changed by hand is known by itself.
std::string ToJson(const SceneMetadata& metadata);
/// The end of a metadata file of which `before` is all the rest, and how it begins.
std::string MetadataEnd(std::string_view before);
inline constexpr const char* kMetadataEnd = ",\n\"crc32\": ";
/// `name` stands for the file in errors.
SceneMetadata ParseSceneMetadata(std::string_view text, const std::string& name);
/// Throws Error that names file and key, what was found and what was expected. Ids are in range;
/// what is seen has at least one pixel, and no more than it would have alone; the CRC-32 is right.
SceneMetadata ReadSceneMetadata(const std::filesystem::path& path);

}  // namespace isogs::synthetic
