// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "launch/next_steps.h"

namespace isogs {
namespace {

constexpr const char* kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+,:=@%";

}  // namespace

std::string ShellWord(const std::filesystem::path& path) {
  std::string text = path.string();
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::vector<std::string> NextSteps(const std::filesystem::path& run_directory) {
  const std::string run = ShellWord(run_directory);
  return {"isogs evaluate " + run, "isogs report " + run, "isogs view " + run,
          "isogs extract_mesh " + run + " --voxel-size 0.005 --output fine.ply"};
}

}  // namespace isogs
