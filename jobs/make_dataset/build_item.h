// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "datasets/synthetic/collection/collection_plan.h"
#include "jobs/batch.h"
#include "jobs/make_dataset/dataset_folder.h"

namespace isogs::synthetic {

/// A data set as a batch: an item is `make_dataset build --item`, for one scene.
Batch BatchOf(const DatasetFolder& folder, const CollectionOptions& options);

/// Makes one scene of a data set that was begun, unless it is there, whole. One process at a time makes a
/// scene, also where a batch and a person come to it together. Throws Error where it cannot be made.
void BuildItem(const DatasetFolder& folder, const CollectionOptions& options, int64_t item);

}  // namespace isogs::synthetic
