// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "run/slam_command.h"
#include "shared/cli/program.h"
#include "shared/core/memory.h"
#include "slam/process/run_slam.h"

namespace isogs {
namespace {

void Run(int argc, char** argv) {
  ShareFreedMemory();  // frames go from thread to thread
  CLI::App app("Track the camera and build the map of an RGB-D sequence. A run that was stopped goes on.");
  SlamCommand command;
  AddOptions(app, command);
  ParseCommandLine(app, argc, argv);
  command.run.dataset_named = command.dataset.has_value();
  RunSlam(LoadConfig(command), command.run);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("slam", [&] { isogs::Run(argc, argv); });
}
