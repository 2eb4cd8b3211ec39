// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// make_dataset COMMAND ...: data sets of made-up rooms, with exact truth.
#include <CLI/CLI.hpp>

#include "jobs/make_dataset/build_command.h"
#include "jobs/make_dataset/sequence_command.h"
#include "jobs/make_dataset/validate_command.h"
#include "shared/cli/program.h"
#include "shared/log/log.h"

namespace isogs::synthetic {
namespace {

void MakeDataset(int argc, char** argv) {
  CLI::App app("Make data sets of made-up furnished rooms, with exact truth.");
  app.require_subcommand(1);
  const std::function<void()> build = AddBuildCommand(app);
  const std::function<void()> make_sequence = AddSequenceCommand(app);
  const std::function<void()> validate = AddValidateCommand(app);
  ParseCommandLine(app, argc, argv);
  InitLogging({}, "make_dataset");
  if (app.got_subcommand("build")) build();
  if (app.got_subcommand("sequence")) make_sequence();
  if (app.got_subcommand("validate")) validate();
}

}  // namespace
}  // namespace isogs::synthetic

int main(int argc, char** argv) {
  return isogs::RunProgram("make_dataset", [&] { isogs::synthetic::MakeDataset(argc, argv); });
}
