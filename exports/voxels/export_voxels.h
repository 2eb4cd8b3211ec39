// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "exports/voxels/sample_list.h"
#include "shared/config/prerender_config.h"

namespace isogs {

/// The numbers of samples from which `options` take volumes.
struct SampleRange {
  int64_t first = 0, count = 0;
};

/// Throws UsageError where there is none.
SampleRange ChosenSamples(const SampleList& samples, const PrerenderConfig& options);

/// Told after each volume how many are done, of how many. False: stop.
using VoxelProgress = std::function<bool(int64_t done, int64_t volumes)>;

/// Writes volumes of the samples to the folder options.output, batch by batch, and metadata.yaml when all are
/// there. Batches that are complete already are kept if they were made with the same options of the same
/// samples; otherwise throws UsageError, which says what differs. One volume is in memory at a time. Stopped,
/// or where anything fails, it leaves complete batches and throws Error; called again, it goes on behind
/// them.
void ExportVoxels(const SampleList& samples, const PrerenderConfig& options, const VoxelProgress& progress);

}  // namespace isogs
