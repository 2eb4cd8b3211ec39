// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/dataset_place.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Nothing if there is none, or it is not ours.
Json ReadObject(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return nullptr;
  try {
    return Json::parse(ReadWholeFile(file), nullptr, /*allow_exceptions=*/false);
  } catch (const Error&) {
    return nullptr;
  }
}

/// The folder that the run's `path` meant.
std::optional<std::string> FolderOfRun(const RunDirectory& run, const std::string& path) {
  const Json place = ReadObject(run.dataset());
  if (!place.is_object() || place.value("path", Json()) != path) return std::nullopt;
  const Json folder = place.value("folder", Json());
  return folder.is_string() ? std::optional(folder.get<std::string>()) : std::nullopt;
}

}  // namespace

void WriteDatasetPlace(const RunDirectory& run, const std::string& path, const std::string& folder) {
  const fs::path absolute = fs::absolute(LookUpDataset(folder).path).lexically_normal();
  const Json place = {{"path", path}, {"folder", absolute.string()}};
  WriteFileAtomically(run.dataset(), place.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string FindRunDataset(const RunDirectory& run, const std::string& path) {
  const std::optional<std::string> folder = FolderOfRun(run, path);
  std::error_code ignored;
  if (folder && fs::exists(*folder, ignored)) return *folder;
  const PathLookup lookup = LookUpDataset(path);
  if (lookup.exists || !folder) return lookup.path.string();
  throw UsageError("no data set at " + *folder + ", where the run read it, nor at " + lookup.places +
                   "; --dataset DIR names another place");
}

}  // namespace isogs
