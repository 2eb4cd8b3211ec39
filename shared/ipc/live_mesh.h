// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/geometry/pose.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/slot_ring.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// The mesh of a snapshot, in the map's frame.
struct LiveMesh {
  static constexpr Channel kChannel = Channel::kMesh;
  static constexpr uint64_t kPayloadVersion = 1;

  struct Info {
    uint64_t snapshot_epoch = 0;  ///< the snapshot it was made from
    uint64_t snapshot_number = 0;
    int64_t frame = -1;             ///< that snapshot's frame
    int64_t snapshot_stamp_ns = 0;  ///< and stamp
    int64_t stamp_ns = 0;           ///< MonotonicNs when the mesh was done
    Pose world_from_map = Pose::Identity();
    double voxel_size_m = 0.0;
    double update_ms = 0.0;      ///< time it took
    int64_t updated_blocks = 0;  ///< blocks that were meshed again
    bool is_final = false;       ///< of the run's last snapshot

    template <typename Visitor>
    void Visit(Visitor& visit) {
      visit("snapshot_epoch", snapshot_epoch);
      visit("snapshot_number", snapshot_number);
      visit("frame", frame);
      visit("snapshot_stamp_ns", snapshot_stamp_ns);
      visit("stamp_ns", stamp_ns);
      visit("world_from_map", world_from_map);
      visit("voxel_size_m", voxel_size_m);
      visit("update_ms", update_ms);
      visit("updated_blocks", updated_blocks);
      visit("is_final", is_final);
    }
  };

  Info info;
  TriangleMesh mesh;  ///< indices within range, numbers finite

  size_t EncodedBytes() const;
  void Encode(PayloadSink& sink) const;
  static LiveMesh Decode(PayloadBuffer payload);
};

}  // namespace isogs
