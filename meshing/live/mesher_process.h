// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "meshing/live/live_mesher.h"
#include "shared/config/meshing_config.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "shared/ipc/live_mesh.h"
#include "shared/ipc/role_lock.h"

namespace isogs {

/// Turns snapshots of a run into its live mesh: takes the latest, meshes what changed, publishes. Waits for
/// nobody and needs nobody: SLAM may start later, die and start again. Trouble is logged, once for each kind,
/// and the next snapshot tried.
class MesherProcess {
 public:
  /// `lock`: of the mesher's role, whose run directory is worked on. Must outlive this.
  explicit MesherProcess(const RoleLock& lock);

  /// Meshes and publishes the latest snapshot, if there is a new one; false if there is none.
  bool Step();
  /// Whether some snapshot has come.
  bool has_map() const { return latest_.has_value(); }
  /// Whether the run's last snapshot is meshed.
  bool has_final() const { return latest_ && latest_->info().is_final && exact_; }
  /// Meshes what is known of the map without any tolerance, publishes it and saves it as RUN/mesh.ply in the
  /// world's frame. Does nothing if there is no map. Throws Error if the file cannot be written.
  void Finish();
  /// Leaves the mesh in shared memory to viewers that have not taken it yet; whoever ends the session removes
  /// it.
  void LeaveBehind();

 private:
  void Take(Received<GaussianSnapshot> received);
  void Configure();
  void Remesh(bool exact);
  void KeepWithinBounds(bool exact);
  void Publish(const LiveUpdate& update, double update_ms);
  void Report(const std::string& trouble);

  const RoleLock& lock_;
  Subscriber<GaussianSnapshot> snapshots_;
  std::optional<Publisher<LiveMesh>> meshes_;  // made when there is something to publish
  MeshingConfig config_;
  std::optional<LiveMesher> mesher_;
  std::optional<GaussianSnapshot> latest_;
  uint64_t epoch_ = 0;   // of latest_
  uint64_t number_ = 0;  // of latest_
  bool exact_ = false;   // whether the mesh is latest_'s exactly
  TriangleMesh mesh_;
  std::string last_trouble_;
};

}  // namespace isogs
