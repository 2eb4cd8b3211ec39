// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "datasets/synthetic/collection/collection_plan.h"
#include "jobs/make_dataset/dataset_folder.h"

namespace isogs::synthetic {

/// Makes one scene of a data set that was begun, unless it is there, whole. One process at a time makes a
/// scene, also where a batch and a person come to it together. Throws Error where it cannot be made.
void BuildItem(const DatasetFolder& folder, const CollectionOptions& options, int64_t item);

}  // namespace isogs::synthetic
