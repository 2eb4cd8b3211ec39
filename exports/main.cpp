// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// export INPUT OUT: a map for other programs, in the format that OUT's extension names.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "exports/export_splats.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

struct Options {
  std::filesystem::path input, output;
  std::string format;
  std::optional<int> sh_degree;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app("Write a map for other programs, in the world's frame.");
  app.add_option("input", options.input,
                 "Run directory, configuration (its run directory), params npz, or splat PLY")
      ->required()
      ->type_name("INPUT");
  app.add_option("output", options.output, "What to write; its extension names the format")
      ->required()
      ->type_name("OUT");
  app.add_option("--format", options.format, "The format, where the extension does not say it")
      ->check(CLI::IsMember(ExportFormatNames()));
  app.add_option("--sh-degree", options.sh_degree,
                 "ply: zeros as harmonics up to this degree, for readers that insist on them (default 0)")
      ->check(CLI::Range(0, 3));
  ParseCommandLine(app, argc, argv);
  return options;
}

void Export(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  const ExportFormat format = ExportFormatOf(options.output, options.format);
  if (options.sh_degree && format != ExportFormat::kPly) {
    throw UsageError("--sh-degree: is for splat PLY alone");
  }
  const SplatsWritten written =
      ExportSplats(options.input, options.output, format, options.sh_degree.value_or(0));
  if (written.unusable > 0) {
    std::fprintf(stderr,
                 "export: %zu Gaussians cannot be drawn (numbers that are not finite) and were left out\n",
                 written.unusable);
  }
  std::printf("%s: %zu Gaussians\n", options.output.c_str(), written.gaussians);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("export", [&] { isogs::Export(argc, argv); });
}
