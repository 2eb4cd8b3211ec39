// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/installation.h"

#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

bool Exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// Whether `name` can name something below another folder.
bool LeadsDown(const fs::path& name) {
  const fs::path normal = name.lexically_normal();
  return !normal.empty() && normal.is_relative() && *normal.begin() != ".." && *normal.begin() != ".";
}

/// What ships as `name` below ShareFolder()/`folder`, whether it exists or not; nothing if nothing can.
std::optional<fs::path> ShippedPlace(const char* folder, const fs::path& name) {
  if (!LeadsDown(name)) return std::nullopt;
  const std::optional<fs::path> share = ShareFolder(ExecutableFolder());
  if (!share) return std::nullopt;
  return (*share / folder / name).lexically_normal();
}

PathLookup LookUp(const fs::path& name, const std::optional<fs::path>& shipped) {
  if (name.empty() || Exists(name)) return {name, !name.empty(), name.string()};
  std::error_code ignored;
  const fs::path here = fs::absolute(name, ignored).lexically_normal();
  std::string places = name.string();
  if (here != name) places += " (" + here.string() + ")";
  if (!shipped || *shipped == here) return {name, false, places};
  if (Exists(*shipped)) return {*shipped, true, shipped->string()};
  return {name, false, places + ", nor at " + shipped->string()};
}

}  // namespace

fs::path ExecutableFolder() {
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (error) throw Error("cannot find the folder of isogs: /proc/self/exe: " + error.message());
  return executable.parent_path();
}

fs::path ProgramFolder(const fs::path& folder) {
  fs::path installed = folder.parent_path() / "libexec/isogs";
  std::error_code ignored;
  return fs::is_directory(installed, ignored) ? installed : folder;
}

std::optional<fs::path> ShareFolder(const fs::path& folder) {
  const fs::path above = folder.parent_path(), two_above = above.parent_path();
  // As seen from libexec/isogs, from bin, and from a build's bin or tests.
  for (const fs::path& share : {two_above / "share/isogs", above / "share/isogs", two_above.parent_path()}) {
    if (Exists(share / "configs/base.yaml")) return share;
  }
  return std::nullopt;
}

PathLookup LookUpConfig(const fs::path& name) {
  const fs::path normal = name.lexically_normal();
  const bool has_folder = !normal.empty() && *normal.begin() == "configs";
  return LookUp(name, ShippedPlace(has_folder ? "" : "configs", name));
}

PathLookup LookUpDataset(const fs::path& name) { return LookUp(name, ShippedPlace("", name)); }

}  // namespace isogs
