// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/batch.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "shared/io/open_file.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

fs::path FileOf(const fs::path& directory) { return directory / "batch.json"; }

/// "3 items", or the first argument that differs.
std::string Difference(const Batch& there, const Batch& here) {
  if (there.items != here.items) return fmt::format("{} items, now {}", there.items, here.items);
  // Not the executable: a batch may go on with a newer build.
  const size_t shorter = std::min(there.command.size(), here.command.size());
  for (size_t i = 1; i < shorter; ++i) {
    if (there.command[i] == here.command[i]) continue;
    const std::string option =
        i > 1 && there.command[i - 1].starts_with("--") ? there.command[i - 1] + " " : "";
    return fmt::format("{}{}, now {}", option, Quoted(there.command[i]), Quoted(here.command[i]));
  }
  if (there.command.size() == here.command.size()) return {};
  const Batch& longer = there.command.size() > shorter ? there : here;
  return fmt::format("{} {}", &longer == &there ? "also" : "without", Quoted(longer.command[shorter]));
}

/// Of a batch whose folder was moved, what names that folder names the new place.
void FollowMove(const std::string& from, Batch* batch) {
  const fs::path to = fs::absolute(batch->directory);
  if (batch->working_directory == from) batch->working_directory = to;
  std::ranges::replace(batch->command, from, to.string());
}

}  // namespace

fs::path Batch::log(int64_t item) const { return directory / "logs" / fmt::format("item_{:06}.log", item); }

std::vector<std::string> Batch::CommandOf(int64_t item) const {
  std::vector<std::string> all = command;
  all.insert(all.end(), {"--item", std::to_string(item)});
  return all;
}

void BeginOrContinue(const Batch& batch) {
  if (fs::exists(FileOf(batch.directory))) {
    const std::string difference = Difference(LoadBatch(batch.directory), batch);
    if (difference.empty()) return;
    throw UsageError(batch.directory.string() + ": was begun with " + difference +
                     "; give another folder, or what it was begun with");
  }
  std::error_code error;
  fs::create_directories(batch.directory, error);
  if (error) throw UsageError("cannot make " + batch.directory.string() + ": " + error.message());
  MakeOwnFolder(batch.directory / "logs");
  const nlohmann::ordered_json json = {{"items", batch.items},
                                       {"directory", fs::absolute(batch.directory).string()},
                                       {"working_directory", batch.working_directory.string()},
                                       {"command", batch.command}};
  WriteFileAtomically(FileOf(batch.directory), json.dump(2) + "\n");
}

Batch LoadBatch(const fs::path& directory) {
  const fs::path file = FileOf(directory);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    throw UsageError(directory.string() + ": holds no batch.json, expected the folder of a batch");
  }
  try {
    const auto json = nlohmann::json::parse(ReadWholeFile(file, kMaxSettingsBytes));
    Batch batch{directory, json.at("command"), json.at("working_directory").get<std::string>(),
                json.at("items")};
    FollowMove(json.value("directory", ""), &batch);
    if (batch.items < 0 || batch.command.empty()) throw Error("");
    return batch;
  } catch (const std::exception&) {
    throw UsageError(file.string() + ": found no description of a batch, expected one as IsoGS writes it");
  }
}

}  // namespace isogs
