// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/scene_files_check.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <span>
#include <utility>

#include "datasets/synthetic/collection/scene_files.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
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

SceneMetadata ReadMetadataOf(const std::filesystem::path& dataset, const SceneIdentity& identity,
                             std::string* text) {
  const std::filesystem::path file = dataset / FilesOf(identity.id).metadata;
  std::string read = ReadWholeFile(file, kMaxLinesBytes);
  SceneMetadata metadata = ParseSceneMetadata(read, file.string());
  const auto expect = [&](const char* key, const auto& found, const auto& expected) {
    if (found != expected)
      throw Error(fmt::format("{}: {}: found {}, expected {}", file.string(), key, found, expected));
  };
  expect("id", Printable(metadata.id), identity.id);
  expect("index", metadata.index, identity.index);
  expect("split", NameOf(metadata.split), NameOf(identity.split));
  expect("seed", metadata.seed, identity.seed);
  if (text) *text = std::move(read);
  return metadata;
}

bool SceneIsWhole(const std::filesystem::path& dataset, const SceneIdentity& identity) {
  try {
    const SceneMetadata metadata = ReadMetadataOf(dataset, identity);
    return std::ranges::all_of(
        metadata.files, [&](const FileRecord& record) { return TroubleWith(dataset, record).empty(); });
  } catch (const Error&) {
    return false;
  }
}

}  // namespace isogs::synthetic
