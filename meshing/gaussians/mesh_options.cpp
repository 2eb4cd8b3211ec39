// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/mesh_options.h"

#include <spdlog/fmt/fmt.h>

#include <string>

#include "shared/core/error.h"

namespace isogs {
namespace {

template <typename T>
void CheckRange(const char* option, T value, T low, T high) {
  if (value >= low && value <= high) return;  // false for NaN
  throw UsageError(fmt::format("{}: {}, expected {} to {}", option, value, low, high));
}

}  // namespace

void Check(const MeshOptions& options) {
  CheckRange("--voxel-size", options.voxel_size_m, 1e-5, 100.0);
  if (options.block_size != 8 && options.block_size != 16 && options.block_size != 32) {
    throw UsageError(fmt::format("--block-size: {}, expected 8, 16 or 32", options.block_size));
  }
  CheckRange<int64_t>("--max-blocks", options.max_blocks, 1, 1'000'000'000);
  CheckRange<int64_t>("--min-component", options.min_component, 0, INT64_MAX);
  CheckRange("--iso-level", options.iso_level, 1e-6, 1e6);
  if (options.min_scale_m) CheckRange("--min-scale", *options.min_scale_m, 0.0, 100.0);
  if (options.kernel_m) CheckRange("--kernel", *options.kernel_m, 0.1 * options.voxel_size_m, 100.0);
  CheckRange("--kernel-voxels", options.kernel_voxels, 0.1, 100.0);
  CheckRange("--kernel-spacings", options.kernel_spacings, 0.0, 100.0);
  CheckRange("--min-weight", options.min_weight, 1e-6, 1e6);
  CheckRange<int64_t>("--max-memory", options.max_memory_bytes, 8LL << 20, INT64_MAX);
  CheckRange<int64_t>("--batch-blocks", options.batch_blocks, 0, INT64_MAX);
  if (!options.crop) return;
  for (size_t k = 0; k < 3; ++k) {
    if (!(options.crop->low_m[k] < options.crop->high_m[k])) {
      throw UsageError(fmt::format("--crop: {} to {} on axis {}, expected the lower corner first",
                                   options.crop->low_m[k], options.crop->high_m[k], "xyz"[k]));
    }
  }
}

}  // namespace isogs
