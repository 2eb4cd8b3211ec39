// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace isogs {

/// What every `main` is made of:
///
///   int main(int argc, char** argv) {
///     return isogs::RunProgram("slam", [&] {
///       CLI::App app("Track the camera and build the map of a sequence.");
///       app.add_option("config", options.config, "Configuration file")->required();
///       isogs::ParseCommandLine(app, argc, argv);
///       ...
///     });
///   }
///
/// Returns the exit code: 0 when `body` returns (or --help or --version was asked for), 2 for a UsageError or
/// a wrong command line, 1 for any other exception. A failure is printed to stderr as "NAME: message".
int RunProgram(const std::string& name, const std::function<void()>& body);

/// Parses the command line, with ExpandHome for each value, and adds --version; `app` needs no name. Throws
/// what RunProgram reports: for a wrong command line one line that suggests the nearest option and says where
/// help is.
void ParseCommandLine(CLI::App& app, int argc, char** argv);

}  // namespace isogs
