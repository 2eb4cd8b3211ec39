// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace isogs {

/// A path that a person typed: "~" and "~/..." lie in the home directory, as a shell has it where it sees
/// them (not after `--output=`, nor in a configuration). All else stays as it is, as all does where HOME is
/// not set.
std::string ExpandHome(const std::string& path);

}  // namespace isogs
