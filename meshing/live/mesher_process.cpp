// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/mesher_process.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "meshing/devices/meshing_device.h"
#include "shared/config/config_reader.h"
#include "shared/core/elapsed.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/ipc/channel_layout.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

MeshOptions OptionsOf(const MeshingConfig& config) {
  MeshOptions options;
  options.voxel_size_m = config.voxel_size_m;
  options.surface = config.surface;
  options.iso_level = config.iso_level;
  options.min_component = config.min_component;
  return options;
}

}  // namespace

MesherProcess::MesherProcess(const RoleLock& lock) : lock_(lock), snapshots_(lock.run_directory()) {}

bool MesherProcess::Step() {
  try {
    std::optional<Received<GaussianSnapshot>> received = snapshots_.TakeLatest();
    if (!received) {
      if (meshes_) meshes_->writer().Beat();
      return false;
    }
    Take(std::move(*received));
    Remesh(latest_->info().is_final);
    last_trouble_.clear();
  } catch (const Error& error) {
    Report(error.what());
    return false;
  }
  return true;
}

void MesherProcess::Take(Received<GaussianSnapshot> received) {
  if (received.new_epoch || !mesher_) Configure();
  latest_ = std::move(received.value);
  epoch_ = received.epoch;
  number_ = received.number;
  exact_ = false;
}

/// SLAM writes the configuration before its first snapshot.
void MesherProcess::Configure() {
  config_ = LoadConfig(lock_.run_directory() / "config.yaml", {}).meshing;
  MeshOptions options = OptionsOf(config_);
  options.device = OpenMeshingDevice(config_.device, "meshing.device");
  mesher_.emplace(options);
}

void MesherProcess::Remesh(bool exact) {
  const auto start = std::chrono::steady_clock::now();
  const LiveUpdate update = mesher_->Update(latest_->gaussians(), exact);
  mesh_ = mesher_->Mesh();
  KeepWithinBounds(exact);
  exact_ = exact;
  Publish(update, MillisecondsSince(start));
}

void MesherProcess::KeepWithinBounds(bool exact) {
  while (static_cast<int64_t>(LiveMesh{{}, mesh_}.EncodedBytes()) > config_.max_bytes) {
    MeshOptions options = mesher_->options();
    options.voxel_size_m *= 2.0;
    spdlog::warn("the live mesh is larger than meshing.max_bytes, {} MiB; voxels of {} m from now on",
                 config_.max_bytes >> 20, options.voxel_size_m);
    mesher_.emplace(options);
    mesher_->Update(latest_->gaussians(), exact);
    mesh_ = mesher_->Mesh();
  }
}

void MesherProcess::Publish(const LiveUpdate& update, double update_ms) {
  const SnapshotInfo& snapshot = latest_->info();
  LiveMesh live;
  live.info.snapshot_epoch = epoch_;
  live.info.snapshot_number = number_;
  live.info.frame = snapshot.frame;
  live.info.snapshot_stamp_ns = snapshot.stamp_ns;
  live.info.stamp_ns = MonotonicNs();
  live.info.world_from_map = snapshot.world_from_map;
  live.info.voxel_size_m = mesher_->options().voxel_size_m;
  live.info.update_ms = update_ms;
  live.info.updated_blocks = update.updated_blocks;
  live.info.is_final = snapshot.is_final && exact_;
  std::swap(live.mesh, mesh_);
  spdlog::debug("frame {}: {} Gaussians changed, {} blocks meshed again, {} triangles, {:.0f} ms",
                snapshot.frame, update.changed_gaussians, update.updated_blocks, live.mesh.triangle_count(),
                update_ms);
  try {
    if (!meshes_) meshes_.emplace(lock_);
    meshes_->Publish(live);
  } catch (const Error& error) {
    Report(error.what());
  }
  std::swap(live.mesh, mesh_);
}

void MesherProcess::Finish() {
  if (!latest_) return;
  if (!exact_) Remesh(true);
  const fs::path file = lock_.run_directory() / "mesh.ply";
  if (mesh_.triangles.empty()) {
    spdlog::info("the map has no surface yet; {} is not written", file.string());
    return;
  }
  WriteMesh(file, Transformed(mesh_, latest_->info().world_from_map));
  spdlog::info("{}: {} triangles, voxels of {} m", file.string(), mesh_.triangle_count(),
               mesher_->options().voxel_size_m);
}

void MesherProcess::LeaveBehind() {
  if (meshes_) meshes_->writer().LeaveBehind();
}

void MesherProcess::Report(const std::string& trouble) {
  if (trouble != last_trouble_) spdlog::error("{}", trouble);
  last_trouble_ = trouble;
}

}  // namespace isogs
