// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/ipc/gaussian_record.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/slot_ring.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// What is known of a snapshot beside its Gaussians.
struct SnapshotInfo {
  int64_t frame = -1;        ///< the mapped frame after which it was taken: its position in the run
  double timestamp_s = 0.0;  ///< of that frame
  int64_t stamp_ns = 0;      ///< MonotonicNs when mapping that frame ended
  Pose world_from_map = Pose::Identity();
  bool is_final = false;  ///< the run's last
  /// Of the means of Gaussians with an opacity, in the map's frame; lowest above highest: there are none.
  double lowest_x = 1, lowest_y = 1, lowest_z = 1;
  double highest_x = -1, highest_y = -1, highest_z = -1;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("frame", frame);
    visit("timestamp_s", timestamp_s);
    visit("stamp_ns", stamp_ns);
    visit("world_from_map", world_from_map);
    visit("is_final", is_final);
    visit("lowest_x", lowest_x);
    visit("lowest_y", lowest_y);
    visit("lowest_z", lowest_z);
    visit("highest_x", highest_x);
    visit("highest_y", highest_y);
    visit("highest_z", highest_z);
  }
};

/// The map at one instant, as a reader gets it. Order is the map's; ids, not positions, name a Gaussian from
/// one snapshot to the next.
class GaussianSnapshot {
 public:
  static constexpr Channel kChannel = Channel::kSnapshot;
  static constexpr uint64_t kPayloadVersion = 1;

  const SnapshotInfo& info() const { return info_; }
  std::span<const GaussianRecord> gaussians() const { return gaussians_; }

  static GaussianSnapshot Decode(PayloadBuffer payload);

 private:
  SnapshotInfo info_;
  PayloadBuffer payload_;
  std::span<const GaussianRecord> gaussians_;  // in `payload_`; means are finite
};

/// The map where it lies in host memory, to be packed and published without a copy between.
struct SnapshotSource {
  static constexpr Channel kChannel = GaussianSnapshot::kChannel;
  static constexpr uint64_t kPayloadVersion = GaussianSnapshot::kPayloadVersion;

  SnapshotInfo info;  ///< without the bounds
  int64_t count = 0;
  const float* means = nullptr;            // [N,3]
  const float* colors = nullptr;           // [N,3]
  const float* rotations = nullptr;        // [N,4]
  const float* logit_opacities = nullptr;  // [N]
  const float* log_scales = nullptr;       // [N,3]
  const float* timesteps = nullptr;        // [N] frame that created it
  const int32_t* ids = nullptr;            // [N]
  /// In the map's frame, for each frame of the run; a timestep beyond counts as the last.
  std::vector<std::array<float, 3>> camera_centers;

  size_t EncodedBytes() const;
  void Encode(PayloadSink& sink) const;
};

/// Gaussians of a snapshot as meshing takes them.
struct UnpackedGaussians {
  GaussianCloud cloud;         ///< timesteps are 0
  std::vector<float> normals;  ///< [N,3]
  std::vector<uint32_t> ids;   ///< [N]
};
UnpackedGaussians Unpack(std::span<const GaussianRecord> gaussians);

}  // namespace isogs
