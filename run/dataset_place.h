// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "run/run_directory.h"

namespace isogs {

/// Keeps with the run what its configuration calls the data set, and the folder that it reads:
/// RUN/dataset.json. Throws Error if it cannot be written.
void WriteDatasetPlace(const RunDirectory& run, const std::string& path, const std::string& folder);

/// The folder that `path`, as the run's configuration has it, means from any current folder: where the run
/// read it, or else `path` itself. A run without a dataset.json has only that. Throws UsageError that names
/// both if there is neither.
std::string FindRunDataset(const RunDirectory& run, const std::string& path);

}  // namespace isogs
