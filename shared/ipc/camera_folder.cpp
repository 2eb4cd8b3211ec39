// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/camera_folder.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "shared/core/error.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestName = 64;

bool IsNameCharacter(char c) {
  constexpr std::string_view kOthers = "-_";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOthers.find(c) != std::string_view::npos;
}

}  // namespace

fs::path CameraFolder(const std::string& name) {
  if (name.empty() || name.size() > kLongestName || !std::ranges::all_of(name, IsNameCharacter)) {
    throw UsageError("name of a camera: found '" + name + "', expected 1 to " + std::to_string(kLongestName) +
                     " letters, digits, - and _");
  }
  return fs::path("/dev/shm") / ("isogs.cameras." + std::to_string(geteuid())) / name;
}

fs::path MakeCameraFolder(const std::string& name) {
  fs::path folder = CameraFolder(name);
  for (const fs::path& made : {folder.parent_path(), folder}) {
    MakeOwnFolder(made);
    std::error_code failure;
    fs::permissions(made, fs::perms::owner_all, failure);
    if (failure) throw Error("cannot make " + made.string() + " private: " + failure.message());
  }
  return folder;
}

}  // namespace isogs
