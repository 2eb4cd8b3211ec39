// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/live_text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace isogs {
namespace {

bool HasEnded(const Status& status) {
  return status.state == RunState::kFinished || status.state == RunState::kFailed;
}

std::string StateLine(const LiveFacts& facts) {
  if (!facts.status) {
    if (facts.slam_alive) return "SLAM is starting";
    const std::string folder = facts.run_directory.string();
    return fmt::format("waiting for SLAM in {}", folder) +
           (facts.has_results ? fmt::format("; what a run left there shows isogs view {}", folder) : "");
  }
  if (!facts.slam_alive && !HasEnded(*facts.status)) return "SLAM is gone; this is the last it said";
  return ToString(facts.status->state);
}

std::string LagText(const Status& status) {
  const std::string camera = status.camera_is_there ? "" : "   camera is gone";
  const std::string dropped =
      status.dropped_frames > 0 ? fmt::format("   {} dropped", status.dropped_frames) : "";
  return fmt::format("   lag {:.0f} ms", status.latency_ms) + dropped + camera;
}

std::string FrameLine(const Status& status) {
  const std::string of = status.frames_total > 0 ? fmt::format("/{}", status.frames_total) : "";
  return fmt::format("frame {}{}   {:.1f} frames/s   {}", status.frames_done, of, status.fps,
                     ToString(status.tracking)) +
         (status.is_live ? LagText(status) : "");
}

std::string MeshLine(const LiveFacts& facts) {
  if (!facts.mesh && !facts.mesher_alive) {
    return fmt::format("no mesher runs; isogs mesher {} starts one", facts.run_directory.string());
  }
  if (!facts.mesh) return "no mesh yet";
  const double age_s = static_cast<double>(facts.now_ns - facts.mesh->snapshot_stamp_ns) * 1e-9;
  return fmt::format("mesh of frame {}: {} triangles, voxel {:.3g} cm, {}", facts.mesh->frame,
                     facts.triangles, 100.0 * facts.mesh->voxel_size_m,
                     facts.mesh->is_final ? "final" : fmt::format("{:.1f} s old", std::max(age_s, 0.0)));
}

}  // namespace

std::string DescribeWaiting(const LiveFacts& facts) {
  if (!facts.status && facts.slam_alive) return "waiting for SLAM to start";
  if (!facts.status && facts.has_results) return "waiting for SLAM; what is here shows isogs view";
  if (!facts.status) return "waiting for SLAM";
  if (!facts.slam_alive || HasEnded(*facts.status)) return "";
  if (facts.status->frames_done == 0) return "waiting for the first frame";
  return facts.mesh || !facts.mesher_alive ? "" : "waiting for the first mesh";
}

std::string DescribeLive(const LiveFacts& facts) {
  if (!facts.status) return StateLine(facts);
  return fmt::format("{}\n{}\n{} Gaussians\n{}", StateLine(facts), FrameLine(*facts.status),
                     facts.status->gaussians, MeshLine(facts));
}

}  // namespace isogs
