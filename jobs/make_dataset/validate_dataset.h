// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/make_dataset/dataset_info.h"
#include "jobs/make_dataset/findings.h"

namespace isogs::synthetic {

struct ValidationReport {
  DatasetInfo info;  ///< as the files say
  Findings findings{50};
};

/// Checks every file of a data set, on all threads that ThreadLimit allows. Throws UsageError where there is
/// no data set, Error where it is not finished.
ValidationReport ValidateDataset(const DatasetFolder& folder, const ScenesDone& progress);

}  // namespace isogs::synthetic
