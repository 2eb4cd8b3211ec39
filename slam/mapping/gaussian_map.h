// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "shared/gaussian_cloud.h"
#include "slam/checkpoint/slam_state.h"
#include "slam/device_buffer.h"
#include "slam/mapping/adam.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// The map: parameters and Adam state of all Gaussians, as LibTorch tensors on the back end's device, grown
/// geometrically.
class GaussianMap {
 public:
  explicit GaussianMap(MemoryKind memory);
  ~GaussianMap();

  int64_t size() const { return size_; }
  MemoryKind memory() const { return memory_; }
  GaussianView View() const;
  MutableGaussians Mutable();
  /// [N] index of the frame that created each, on the device.
  const float* timesteps() const;
  /// [N] the same for a Gaussian as long as it lives, in this process, on the device.
  const int32_t* ids() const;

  /// Appends Gaussians with fresh Adam state.
  void Append(const GaussianCloud& cloud);
  /// Removes those whose opacity is below `min_opacity` or whose largest sigma is above `max_scale_m`,
  /// keeping the order of the rest. Returns how many went. Takes a bounded amount of memory for a while; if
  /// there is none, the map stays as it is.
  int64_t Prune(float min_opacity, float max_scale_m);
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
  struct Tensors;

  void Reserve(int64_t capacity);
  void SaveCloud(GaussianCloud* cloud) const;

  MemoryKind memory_;
  int64_t size_ = 0;
  int64_t capacity_ = 0;
  int32_t next_id_ = 0;
  std::unique_ptr<Tensors> tensors_;
};

}  // namespace isogs
