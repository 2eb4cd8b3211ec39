// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/journal.h"
#include "jobs/make_dataset/dataset_info.h"

namespace isogs::synthetic {

/// Writes splits/*.json and, last, dataset_info.json for the scenes that the journal calls done, by their
/// metadata. Memory does not grow with their number. Throws Error where metadata cannot be read, naming the
/// item that makes the scene again, or a file cannot be written. One call at a time for a folder.
DatasetInfo FinishDataset(const DatasetFolder& folder, const CollectionOptions& options,
                          const JournalReader& journal, const ScenesDone& progress = {});

}  // namespace isogs::synthetic
