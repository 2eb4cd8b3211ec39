// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/new_folder.h"

#include <string>
#include <system_error>
#include <utility>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

void MakeFolder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw Error("cannot make " + path.string() + ": " + error.message());
}

}  // namespace

NewFolder::NewFolder(fs::path path) : path_(std::move(path)) {
  std::error_code ignored;  // what cannot be looked at cannot be made, which is said next
  if (fs::exists(path_, ignored) && !(fs::is_directory(path_, ignored) && fs::is_empty(path_, ignored))) {
    throw UsageError(path_.string() + ": is there already, expected a new or empty folder");
  }
  MakeFolder(path_);
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!kept_) fs::remove_all(path_, ignored);
}

fs::path NewFolder::Make(const std::string& name) const {
  MakeFolder(path_ / name);
  return path_ / name;
}

}  // namespace isogs
