// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// isogs PROGRAM [arguments]: becomes the program of that name in the ProgramFolder.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "launch/programs.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/core/suggestion.h"
#include "shared/core/version.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSeeHelp = "; see 'isogs --help'";

std::vector<std::string> NamesOf(const std::vector<ProgramEntry>& programs) {
  std::vector<std::string> names;
  names.reserve(programs.size());
  for (const ProgramEntry& program : programs) names.push_back(program.name);
  return names;
}

void PrintHelp(const std::vector<ProgramEntry>& programs) {
  std::printf("Online RGB-D Gaussian-splatting SLAM.\n\n");
  std::printf(
      "Usage: isogs PROGRAM [arguments]\n       isogs help PROGRAM\n       isogs --version\n\nPrograms:\n");
  size_t width = 0;
  for (const ProgramEntry& program : programs) width = std::max(width, program.name.size());
  for (const ProgramEntry& program : programs) {
    std::printf("  %-*s  %s\n", static_cast<int>(width), program.name.c_str(), program.description.c_str());
  }
  if (const auto share = ShareFolder(ExecutableFolder())) {
    std::printf("\nConfigurations that ship, found from any folder, e.g. 'isogs slam demo.yaml': %s\n",
                (*share / "configs").c_str());
  }
}

/// Replaces this process. Returns only by throwing.
[[noreturn]] void Start(const std::string& name, std::vector<std::string> arguments, const fs::path& folder) {
  const std::vector<ProgramEntry> present = ProgramsIn(folder);
  const std::vector<std::string> names = NamesOf(present);
  const auto program = std::ranges::find(present, name, &ProgramEntry::name);
  if (program == present.end()) {
    if (std::ranges::find(AllPrograms(), name, &ProgramEntry::name) != AllPrograms().end()) {
      throw UsageError("program '" + name + "' is not in " + folder.string() + kSeeHelp);
    }
    throw UsageError("unknown program '" + name + "'" + DidYouMean(name, names) + kSeeHelp);
  }
  CheckAddressSpace(*program);
  std::string executable = (folder / program->file).string();
  std::vector<char*> argv = {executable.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(executable.c_str(), argv.data());
  throw Error("cannot start " + executable + ": " + std::generic_category().message(errno));
}

void Run(const std::vector<std::string>& arguments) {
  const fs::path folder = ProgramFolder(ExecutableFolder());
  if (arguments.empty()) throw UsageError(std::string("expected a program") + kSeeHelp);
  const std::string& first = arguments.front();
  if (first == "--version") {
    std::printf("isogs %s\n", Version().c_str());
  } else if (first == "--help" || first == "-h" || (first == "help" && arguments.size() == 1)) {
    PrintHelp(ProgramsIn(folder));
  } else if (first == "help") {
    Start(arguments[1], {"--help"}, folder);
  } else if (first.starts_with("-")) {
    throw UsageError("unknown option '" + first + "'" + DidYouMean(first, {"--help", "--version"}) +
                     kSeeHelp);
  } else {
    Start(first, {arguments.begin() + 1, arguments.end()}, folder);
  }
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("isogs", [&] { isogs::Run({argv + std::min(argc, 1), argv + argc}); });
}
