// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_folder.h"

#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <sys/file.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "voxels_batch_", kSuffix = ".h5", kTemporary = ".tmp",
                           kReplacement = ".new";

std::string BatchName(int64_t number) { return fmt::format("{}{:04}{}", kPrefix, number, kSuffix); }

/// The number in a batch's name; nothing: it is another file's.
std::optional<int64_t> NumberOf(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  const auto digits = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  const auto number = ParseWhole<int64_t>(digits);
  if (!number || *number < 0 || BatchName(*number) != name) return std::nullopt;
  return number;
}

/// Also of what is only half written.
bool IsOurName(std::string_view name) {
  if (name.ends_with(kTemporary)) name.remove_suffix(kTemporary.size());
  if (name.ends_with(kReplacement)) return name == BatchName(0).append(kReplacement);
  return name == "metadata.yaml" || NumberOf(name).has_value();
}

Descriptor Lock(const fs::path& folder) {
  Descriptor descriptor = OpenRetrying(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open()) ThrowErrno("open folder", folder);
  if (flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0) return descriptor;
  throw UsageError("--output " + folder.string() + ": another export_voxels is writing to it");
}

void Remove(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) throw Error("cannot remove " + path.string() + ": " + error.message());
}

/// The folder and those above it that do not exist, innermost first.
std::vector<fs::path> MissingFolders(fs::path folder) {
  std::vector<fs::path> missing;
  std::error_code ignored;
  for (; !folder.empty() && !fs::exists(folder, ignored); folder = folder.parent_path())
    missing.push_back(folder);
  return missing;
}

}  // namespace

VoxelFolder::VoxelFolder(fs::path path) : path_(std::move(path)) {
  made_ = MissingFolders(path_);
  std::error_code error;
  fs::create_directories(path_, error);
  if (error || !fs::is_directory(path_, error)) {
    throw UsageError("--output " + path_.string() +
                     ": cannot be made: " + (error ? error.message() : "there is a file of that name"));
  }
  lock_ = Lock(path_);
  Look();
  Remove(replacement().concat(kTemporary));  // half of one that was killed; nothing else would write over it
}

VoxelFolder::~VoxelFolder() {
  std::error_code kept;  // what holds anything
  for (const fs::path& folder : made_) fs::remove(folder, kept);
}

void VoxelFolder::Look() {
  for (const auto& entry : fs::directory_iterator(path_)) {
    const std::string name = entry.path().filename().string();
    if (!IsOurName(name)) {
      throw UsageError(fmt::format(
          "--output {}: holds {}, which export_voxels did not write, expected a new or empty folder or one "
          "that it began",
          path_.string(), Quoted(name, 100)));
    }
    if (const auto number = NumberOf(name)) batches_.push_back(*number);
  }
  std::ranges::sort(batches_);
  const std::string first = fmt::format("format: \"{}\"", kVoxelFormat);
  std::error_code error;
  const bool has_metadata = fs::exists(metadata(), error);
  if (error) throw Error("cannot read " + metadata().string() + ": " + error.message());
  if (has_metadata && !ReadWholeFile(metadata(), kMaxLinesBytes).starts_with(first)) {
    throw UsageError(metadata().string() +
                     ": was not written by export_voxels, expected no file where its own goes");
  }
}

fs::path VoxelFolder::batch(int64_t number) const { return path_ / BatchName(number); }

bool VoxelFolder::HasBatch(int64_t number) const { return std::ranges::binary_search(batches_, number); }

fs::path VoxelFolder::replacement() const { return path_ / BatchName(0).append(kReplacement); }

void VoxelFolder::Replace() {
  RemoveMetadata();
  for (const int64_t number : batches_) Remove(batch(number));
  std::error_code error;
  fs::rename(replacement(), batch(0), error);
  if (error) throw Error("cannot rename " + replacement().string() + ": " + error.message());
  batches_ = {0};
}

void VoxelFolder::RemoveMetadata() const { Remove(metadata()); }

}  // namespace isogs
