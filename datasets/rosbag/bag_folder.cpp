// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/bag_folder.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>

#include "datasets/rosbag/bag.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxMetadataBytes = 1 << 24;  // of long recordings in many parts

/// "walk_12.db3" is part 12 of walk; "walk.db3" is its only one.
struct NumberedPart {
  std::string recording;
  uint64_t number = 0;
  fs::path file;
};

NumberedPart PartOf(const fs::path& file) {
  const std::string stem = file.stem().string();
  const size_t middle = stem.find_last_of('_');
  if (middle != std::string::npos) {
    if (const auto number = ParseWhole<uint64_t>(std::string_view(stem).substr(middle + 1))) {
      return {stem.substr(0, middle) + file.extension().string(), *number, file};
    }
  }
  return {stem + file.extension().string(), 0, file};
}

std::vector<NumberedPart> PartsIn(const fs::path& folder) {
  std::vector<NumberedPart> parts;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (IsBagName(it->path())) parts.push_back(PartOf(it->path()));
  }
  std::ranges::sort(parts, {}, [](const NumberedPart& part) {
    return std::tuple(part.recording, part.number, part.file.string());
  });
  return parts;
}

[[noreturn]] void RefusePacked(const fs::path& metadata, const std::string& format, const std::string& mode) {
  throw UsageError(metadata.string() + ": found a recording packed by " + Quoted(format) +
                   " (compression_mode " + Quoted(mode) +
                   "), expected one that is not; ros2 bag convert unpacks it, and MCAP packs by itself");
}

std::vector<fs::path> FilesOfMetadata(const fs::path& folder, const fs::path& metadata) {
  const std::string text = ReadWholeFile(metadata, kMaxMetadataBytes);
  std::vector<fs::path> files;
  try {
    const YAML::Node bag = YAML::Load(text)["rosbag2_bagfile_information"];
    const auto mode = bag["compression_mode"].as<std::string>("");
    const auto format = bag["compression_format"].as<std::string>("");
    if (!mode.empty() && mode != "NONE" && mode != "none") RefusePacked(metadata, format, mode);
    for (const YAML::Node& file : bag["relative_file_paths"])
      files.push_back(folder / file.as<std::string>());
  } catch (const YAML::Exception& error) {
    throw Error(metadata.string() + ": " + WithoutControls(error.what()));
  }
  return files;
}

}  // namespace

bool HasBagFiles(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (IsBagName(it->path())) return true;
  }
  return false;
}

std::vector<fs::path> BagFilesOf(const fs::path& folder) {
  const fs::path metadata = folder / "metadata.yaml";
  std::error_code error;
  if (fs::exists(metadata, error)) {
    std::vector<fs::path> files = FilesOfMetadata(folder, metadata);
    if (!files.empty()) return files;
  }
  const std::vector<NumberedPart> parts = PartsIn(folder);
  if (parts.empty()) {
    throw UsageError(folder.string() +
                     ": found no recording, expected files that end in .bag, .db3 or .mcap");
  }
  std::vector<fs::path> files;
  for (const NumberedPart& part : parts) {
    if (part.recording != parts.front().recording) {
      throw UsageError(folder.string() + ": found several recordings, " +
                       parts.front().file.filename().string() + " and " + part.file.filename().string() +
                       ", expected one; give --dataset the file");
    }
    files.push_back(part.file);
  }
  return files;
}

}  // namespace isogs
