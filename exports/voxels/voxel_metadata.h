// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "exports/voxels/export_voxels.h"
#include "exports/voxels/voxel_batch.h"
#include "shared/config/prerender_config.h"

namespace isogs {

/// "key=value" lines of all options that values depend on, and how they are stored. Equal for options that
/// give the same files of the same samples.
std::string OptionsText(const PrerenderConfig& options);

/// metadata.yaml: a line for each key, every value as JSON writes it, which YAML reads, too.
std::string MetadataText(const PrerenderConfig& options, const SampleRange& range);

/// How many batches so many samples make.
inline int64_t BatchCount(const PrerenderConfig& options, const SampleRange& range) {
  return (range.count + options.batch_size - 1) / options.batch_size;
}

}  // namespace isogs
