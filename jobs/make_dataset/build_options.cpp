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

template <typename Value>
Value Take(const nlohmann::ordered_json& json, const char* key, Value least) {
  const auto found = json.find(key);
  if (found == json.end()) throw Error(fmt::format("found no {}", key));
  if (!found->is_number_integer() || (std::is_unsigned_v<Value> && !found->is_number_unsigned()) ||
      found->get<Value>() < least) {
    throw Error(
        fmt::format("{}: found {}, expected a whole number from {} on", key, Quoted(found->dump()), least));
  }
  return found->get<Value>();
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
    return BegunDataset{OptionsFromJson(json), json.at("version").get<std::string>()};
  } catch (const std::exception& error) {
    throw UsageError(name + ": " + error.what() + ", expected a file as make_dataset build writes it");
  }
}

nlohmann::ordered_json ToJson(const CollectionOptions& options) {
  return {{"scenes", options.scenes},
          {"quality", NameOf(options.quality)},
          {"seed", options.seed},
          {"sequences", options.sequences}};
}

CollectionOptions OptionsFromJson(const nlohmann::ordered_json& json) {
  if (!json.is_object()) throw Error("found no options of a data set");
  CollectionOptions options;
  options.scenes = Take<int64_t>(json, "scenes", 1);
  options.seed = Take<uint64_t>(json, "seed", 0);
  options.sequences = Take<int64_t>(json, "sequences", 0);
  const std::string quality = json.value("quality", "");
  const auto known = QualityOf(quality);
  if (!known) throw Error("quality: found " + Quoted(quality) + ", expected draft, normal or high");
  options.quality = *known;
  IdentityOf(options, 0);  // checks them
  return options;
}

}  // namespace isogs::synthetic
