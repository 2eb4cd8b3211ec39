// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace isogs {

/// For the fault tests alone: a place where the process can be told to die. With ISOGS_KILL_AT=STEP:COUNT in
/// the environment, the COUNTth pass of the steps of that name kills the process with SIGKILL, as a power cut
/// would; without it, a pass is one comparison. With ISOGS_KILL_TOKENS=FOLDER besides, a process dies at any
/// pass from the COUNTth on at which it can delete FOLDER/PROGRAM: one process for each time that the file is
/// made.
void KillPoint(std::string_view step);

/// Whether the environment asks for a kill.
bool KillPointsAreSet();

}  // namespace isogs
