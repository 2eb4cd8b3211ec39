// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/build_options.h"

#include <spdlog/fmt/fmt.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/suggestion.h"
#include "shared/core/text.h"
#include "shared/core/version.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs::synthetic {

namespace fs = std::filesystem;

namespace {

constexpr std::pair<const char*, int64_t> kSizes[] = {
    {"tiny", 40}, {"small", 1'520}, {"medium", 15'200}, {"large", 152'000}};

/// A folder in which nothing is, but for what a killed beginning may have left.
bool IsEmptyFolder(const DatasetFolder& folder) {
  const fs::path left = folder.options().filename().string() + ".tmp";
  std::error_code error;
  fs::directory_iterator entry(folder.path(), error);
  if (error) throw UsageError(folder.path().string() + ": " + error.message() + ", expected a folder");
  for (; entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename() != left) return false;
  }
  return true;
}

void CheckFree(const DatasetFolder& folder) {
  std::error_code ignored;
  if (!fs::exists(folder.path(), ignored) || IsEmptyFolder(folder)) return;
  throw UsageError(folder.path().string() +
                   ": holds files but no build.json, expected a new or empty folder or a data set that was "
                   "begun there");
}

template <typename Value>
void CheckSame(const DatasetFolder& folder, const char* option, const std::optional<Value>& asked,
               const Value& begun) {
  if (!asked || *asked == begun) return;
  throw UsageError(
      fmt::format("{}: was begun with {} {}, now {}; give another folder, or what it was begun with",
                  folder.path().string(), option, begun, *asked));
}

void CheckSame(const DatasetFolder& folder, const BuildRequest& request, const CollectionOptions& begun) {
  CheckSame(folder, "--count", request.scenes, begun.scenes);
  if (request.quality)
    CheckSame(folder, "--quality", std::optional(NameOf(*request.quality)), NameOf(begun.quality));
  CheckSame(folder, "--seed", request.seed, begun.seed);
  CheckSame(folder, "--sequences", request.sequences, begun.sequences);
}

/// Another program may make other bytes.
void CheckVersion(const DatasetFolder& folder, const std::string& version) {
  if (version == Version()) return;
  throw UsageError(
      fmt::format("{}: was begun by version {}, this is {}; go on with that one, or give another folder",
                  folder.path().string(), Printable(version), Version()));
}

Quality QualityAt(const MetadataReader& at) {
  const auto quality = QualityOf(at.Text());
  if (!quality) at.Fail("draft, normal or high");
  return *quality;
}

}  // namespace

int64_t ScenesOfSize(const std::string& size) {
  std::vector<std::string> names;
  for (const auto& [name, scenes] : kSizes) {
    if (size == name) return scenes;
    names.emplace_back(name);
  }
  throw UsageError(fmt::format("--size: found {}{}, expected tiny, small, medium or large", Quoted(size),
                               DidYouMean(size, names)));
}

CollectionOptions ResolveOptions(const DatasetFolder& folder, const BuildRequest& request) {
  if (const auto begun = ReadBegun(folder)) {
    CheckVersion(folder, begun->version);
    CheckSame(folder, request, begun->options);
    return begun->options;
  }
  CheckFree(folder);
  if (!request.scenes) throw UsageError("found neither --size nor --count, expected one of them");
  const CollectionOptions options{.scenes = *request.scenes,
                                  .quality = request.quality.value_or(Quality::kNormal),
                                  .seed = request.seed.value_or(0),
                                  .sequences = request.sequences.value_or(0)};
  IdentityOf(options, 0);  // checks them
  return options;
}

void BeginDataset(const DatasetFolder& folder, const CollectionOptions& options) {
  std::error_code error;
  if (fs::exists(folder.options(), error)) return;
  fs::create_directories(folder.path(), error);
  if (error) throw UsageError("cannot make " + folder.path().string() + ": " + error.message());
  nlohmann::ordered_json json = ToJson(options);
  json["version"] = Version();
  WriteFileAtomically(folder.options(), json.dump(2) + "\n");
}

std::optional<BegunDataset> ReadBegun(const DatasetFolder& folder) {
  std::error_code ignored;
  if (!fs::exists(folder.options(), ignored)) return std::nullopt;
  const std::string name = folder.options().string();
  const auto json = ParseJson(ReadWholeFile(folder.options(), kMaxSettingsBytes), name);
  try {
    const MetadataReader root(json, name);
    return BegunDataset{OptionsAt(root), root.At("version").Text()};
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

nlohmann::ordered_json ToJson(const CollectionOptions& options) {
  return {{"scenes", options.scenes},
          {"quality", NameOf(options.quality)},
          {"seed", options.seed},
          {"sequences", options.sequences}};
}

CollectionOptions OptionsAt(const MetadataReader& at) {
  CollectionOptions options;
  options.scenes = at.At("scenes").Whole(1, kMostScenes);
  options.seed = static_cast<uint64_t>(at.At("seed").Whole(0, kMostSeed));
  options.sequences = at.At("sequences").Whole(0, options.scenes);
  options.quality = QualityAt(at.At("quality"));
  return options;
}

}  // namespace isogs::synthetic
