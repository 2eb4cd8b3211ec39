// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "run/slam_state.h"
#include "shared/types/gaussian_cloud.h"
#include "slam/mapping/adam.h"
#include "slam/mapping/map_memory.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// Some rows of the map's parameters, writable, on the back end's device.
struct GaussianRows {
  int64_t count = 0;
  float* means = nullptr;            // [count,3]
  float* colors = nullptr;           // [count,3]
  float* rotations = nullptr;        // [count,4]
  float* logit_opacities = nullptr;  // [count]
  float* log_scales = nullptr;       // [count,3]
  float* timesteps = nullptr;        // [count]
};

/// The map: parameters and Adam state of all Gaussians, as arrays in the back end's memory, grown
/// geometrically.
class GaussianMap {
 public:
  static constexpr size_t kArrays = 10;

  /// In the host's memory.
  GaussianMap();
  /// `memory` must outlive it.
  explicit GaussianMap(MapMemory& memory);
  ~GaussianMap();
  GaussianMap(const GaussianMap&) = delete;
  GaussianMap& operator=(const GaussianMap&) = delete;

  int64_t size() const { return size_; }
  MemoryKind memory() const { return memory_.kind(); }
  /// With the chunks' bounds, as long as these hold.
  GaussianView View() const;
  /// Any row may be changed: the bounds hold no longer.
  MutableGaussians Mutable();
  /// Brings the chunks' bounds up to date. They hold until rows are changed, appended or removed, or in other
  /// ways than by Change; then kernels look at the whole map again, with the same results.
  void UpdateBounds();
  /// Calls `change` with the map, of which it may change these rows; bounds that hold still do so after it.
  template <typename ChangeRows>
  void Change(const GradientRows& rows, const ChangeRows& change) {
    change(Writable());
    if (bounded_ > 0) memory_.BoundRows(rows, View(), Bounds());
  }
  /// [N] index of the frame that created each, on the device.
  const float* timesteps() const;
  /// [N] the same for a Gaussian as long as it lives, in this process, on the device.
  const int32_t* ids() const;

  /// Appends Gaussians with fresh Adam state, whose parameters the caller has to write.
  GaussianRows Append(int64_t count);
  void Append(const GaussianCloud& cloud);
  /// Removes those marked by other than 0 in `marks` [N], on the device, keeping the order of the rest.
  /// Returns how many went. Takes a bounded amount of memory for a while; if there is none, the map stays as
  /// it is.
  int64_t Remove(const uint8_t* marks);
  /// Removes those whose opacity is below `min_opacity` or whose largest sigma is above `max_scale_m`, as
  /// Remove does.
  int64_t Prune(float min_opacity, float max_scale_m);
  /// Removes those that the frames `timesteps` created, as Remove does.
  int64_t RemoveMadeBy(std::span<const int64_t> timesteps);
  /// A copy in host memory.
  GaussianCloud ToCloud() const;
  /// The same, with the ids, in vectors that keep their memory from one call to the next.
  void CopyTo(GaussianCloud* cloud, std::vector<int32_t>* ids) const;
  /// A copy of everything in host memory, in vectors that keep their memory from one call to the next.
  void Save(GaussianCloud* cloud, AdamState* adam) const;
  /// Becomes what was saved.
  void Restore(const GaussianCloud& cloud, const AdamState& adam);
  /// Bytes of device memory held, spare capacity included.
  int64_t bytes() const;

 private:
  explicit GaussianMap(std::unique_ptr<MapMemory> own);
  void MakeArrays();
  void Reserve(int64_t capacity);
  MutableGaussians Writable();
  ChunkBounds* Bounds() const { return static_cast<ChunkBounds*>(bounds_.data); }
  void SaveCloud(GaussianCloud* cloud) const;

  std::unique_ptr<MapMemory> own_;  // or null
  MapMemory& memory_;
  int64_t size_ = 0;
  int64_t capacity_ = 0;
  int32_t next_id_ = 0;
  std::array<MapArray, kArrays> arrays_;
  MapArray marks_;       // of those that pruning takes away
  MapArray bounds_;      // of chunks
  int64_t bounded_ = 0;  // rows, from the first on, whose chunks' bounds hold
};

}  // namespace isogs
