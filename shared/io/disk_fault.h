// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace isogs {

/// For the fault tests alone: a KillPoint while files are written. The steps of an AtomicFile, in order:
/// file_open, file_write (before every piece of 1 MiB or less), file_sync, file_rename, file_folder (before
/// the folder is synced); and rotate, before a checkpoint is deleted. ISOGS_SLOW_WRITE_US=N makes every
/// file_write sleep so long, as a slow disk does.
void DiskFaultPoint(std::string_view step);

}  // namespace isogs
