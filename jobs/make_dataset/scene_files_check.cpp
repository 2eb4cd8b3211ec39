// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/scene_files_check.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <span>

#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "shared/core/error.h"
#include "shared/io/checksum.h"
#include "shared/io/file.h"

namespace isogs::synthetic {

std::string TroubleWith(const std::filesystem::path& dataset, const FileRecord& record) {
  try {
    const std::string bytes = ReadWholeFile(dataset / record.path);
    if (bytes.size() != record.bytes) {
      return fmt::format("{}: found {} bytes, expected {}", record.path, bytes.size(), record.bytes);
    }
    if (const uint32_t crc32 = Crc32(0, std::as_bytes(std::span(bytes))); crc32 != record.crc32) {
      return fmt::format("{}: found CRC-32 {}, expected {}", record.path, crc32, record.crc32);
    }
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

bool SceneIsWhole(const std::filesystem::path& dataset, const SceneIdentity& identity) {
  try {
    const SceneMetadata metadata = ReadSceneMetadata(dataset / FilesOf(identity.id).metadata);
    return metadata.id == identity.id && std::ranges::all_of(metadata.files, [&](const FileRecord& record) {
             return TroubleWith(dataset, record).empty();
           });
  } catch (const Error&) {
    return false;
  }
}

}  // namespace isogs::synthetic
