// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace isogs {

/// Modules of the live page (web/page) as one script: `name` and all that it imports, each behind what it
/// needs. Throws Error if there is no such file, or one of them is not as mesh_view.js says they are.
std::string JoinedModules(const std::string& name);

}  // namespace isogs
