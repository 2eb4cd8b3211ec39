// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace isogs::synthetic {

/// Adds `build` to the program; the function returned does it, after the command line was parsed.
std::function<void()> AddBuildCommand(CLI::App& app);

}  // namespace isogs::synthetic
