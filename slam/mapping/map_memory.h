// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "shared/core/host_device.h"
#include "slam/device/device_memory.h"
#include "slam/rendering/chunk_bounds.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// An array of the map with a row a Gaussian.
struct MapArray {
  void* data = nullptr;
  int64_t row_bytes = 0;
  int64_t capacity = 0;  // rows

  int64_t bytes() const { return capacity * row_bytes; }
};

/// Whom pruning takes away.
struct PruneLimits {
  float min_logit_opacity = 0.0f;
  float max_log_scale = 0.0f;
};

/// Written with "not within the limits", so that NaN goes, too.
ISOGS_HD inline bool IsPruned(const GaussianView& map, int64_t i, const PruneLimits& limits) {
  bool stays = map.logit_opacities[i] >= limits.min_logit_opacity;
  for (int axis = 0; axis < 3; ++axis) stays = stays && map.log_scales[3 * i + axis] <= limits.max_log_scale;
  return !stays;
}

/// The memory of a back end that the map's arrays lie in, and what is done there with whole rows. What a call
/// reads and writes comes after all that the kernels were given before.
class MapMemory {
 public:
  virtual ~MapMemory() = default;

  virtual MemoryKind kind() const = 0;
  /// Makes room for `capacity` rows, more than there were; the first `kept` rows stay. Throws, and leaves the
  /// array as it is, if there is none.
  virtual void Grow(MapArray* array, int64_t kept, int64_t capacity) = 0;
  virtual void Free(MapArray* array) noexcept = 0;
  virtual void FillZero(void* memory, int64_t bytes) = 0;
  /// From and to the host's memory.
  virtual void CopyIn(void* to, const void* from, int64_t bytes) = 0;
  virtual void CopyOut(void* to, const void* from, int64_t bytes) = 0;

  /// `marks` [N]: 1 for those that go.
  virtual void MarkPruned(const GaussianView& map, const PruneLimits& limits, uint8_t* marks) = 0;
  /// Writes the bounds of the chunks from that of row `first` on, `bounds` [chunks].
  virtual void BoundFrom(int64_t first, const GaussianView& map, ChunkBounds* bounds) = 0;
  /// The same of the chunks that these rows are in.
  virtual void BoundRows(const GradientRows& rows, const GaussianView& map, ChunkBounds* bounds) = 0;
  /// Closes the arrays up over the rows marked by other than 0 in `marks` [rows], keeping the order of the
  /// rest, and returns how many stay. Rows have whole words of 4 bytes. Throws before anything has moved, or
  /// not at all.
  virtual int64_t Remove(std::span<const MapArray> arrays, int64_t rows, const uint8_t* marks) = 0;
};

}  // namespace isogs
