// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/batch.h"

namespace isogs {

/// Prints how far a batch is and what failed, for people or as one JSON object.
void ShowBatchStatus(const Batch& batch, bool json);

}  // namespace isogs
