// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/text_messages.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace isogs::web {
namespace {

using Json = nlohmann::ordered_json;
constexpr double kMib = 1 << 20;

/// Bytes that are no UTF-8 are replaced.
std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json MatrixOf(const Pose& pose) {
  Json rows = Json::array();
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) rows.push_back(pose.matrix()(row, column));
  }
  return rows;
}

const char* StateName(const LiveFacts& facts) {
  if (!facts.status) return facts.slam_alive ? "starting" : "waiting";
  switch (facts.status->state) {
    case RunState::kFinished:
      return "ended";
    case RunState::kFailed:
      return "stopped";
    default:
      break;
  }
  if (!facts.slam_alive) return "stopped";
  if (facts.status->frames_done == 0) return "starting";
  return ToString(facts.status->tracking);
}

Json EtaOf(const Status& status, bool is_alive) {
  const int64_t left = status.frames_total - status.frames_done;
  if (!is_alive || status.state != RunState::kRunning || left < 0 || !(status.fps > 0.0)) return nullptr;
  return static_cast<double>(left) / status.fps;
}

void PutStatus(const Status& status, bool is_alive, Json* json) {
  Json& out = *json;
  out["frame"] = status.frames_done - 1;
  out["frames_total"] = status.frames_total > 0 ? Json(status.frames_total) : Json();
  out["keyframes"] = status.keyframes;
  out["closed_loops"] = status.loops;
  out["gaussians"] = status.gaussians;
  out["lost_frames"] = status.lost_frames;
  out["fps"] = status.fps;
  out["track_ms"] = status.track_ms;
  out["map_ms"] = status.map_ms;
  const bool has_render = status.psnr_db != 0.0 || status.loss != 0.0;
  out["psnr_db"] = has_render ? Json(status.psnr_db) : Json();
  out["depth_l1_m"] = has_render ? Json(status.depth_l1_m) : Json();
  out["memory_mib"] = static_cast<double>(status.map_bytes) / kMib;
  out["device_mib"] = static_cast<double>(status.device_bytes) / kMib;
  out["eta_s"] = EtaOf(status, is_alive);
  out["timestamp_s"] = status.timestamp_s;
  if (!status.is_live) return;
  out["lag_ms"] = status.latency_ms;
  out["dropped_frames"] = status.dropped_frames;
  out["camera_is_there"] = status.camera_is_there;
}

void PutMesh(const LiveFacts& facts, Json* json) {
  Json& out = *json;
  out["mesh_frame"] = facts.mesh->frame;
  out["mesh_triangles"] = facts.triangles;
  out["mesh_voxel_m"] = facts.mesh->voxel_size_m;
  out["mesh_final"] = facts.mesh->is_final;
  out["mesh_age_s"] = std::max(0.0, static_cast<double>(facts.now_ns - facts.mesh->snapshot_stamp_ns) * 1e-9);
}

}  // namespace

std::string HelloMessage(const Greeting& greeting) {
  const std::filesystem::path& run = greeting.run_directory;
  const std::filesystem::path tail = run.parent_path().filename() / run.filename();
  Json camera;
  if (const Camera& c = greeting.camera; c.width > 0) {
    camera = {{"width", c.width}, {"height", c.height}, {"fx", c.fx},
              {"fy", c.fy},       {"cx", c.cx},         {"cy", c.cy}};
  }
  return Dump({{"type", "hello"},
               {"version", 1},
               {"run",
                {{"name", run.filename().string()},
                 {"path_tail", tail.string()},
                 {"live", greeting.is_live},
                 {"config_text", greeting.config_text}}},
               {"up", {greeting.up[0], greeting.up[1], greeting.up[2]}},
               {"camera", camera}});
}

std::string StatusMessage(const LiveFacts& facts, const SceneState& scene) {
  Json json = {{"type", "status"}, {"state", StateName(facts)}, {"frame", -1}};
  if (facts.status) PutStatus(*facts.status, facts.slam_alive, &json);
  if (facts.mesh) PutMesh(facts, &json);
  json["slam_alive"] = facts.slam_alive;
  json["mesher_alive"] = facts.mesher_alive;
  json["world_from_camera"] = scene.camera ? MatrixOf(scene.camera->world_from_camera) : Json();
  json["up"] = {scene.up[0], scene.up[1], scene.up[2]};
  json["text"] = scene.text;
  json["waiting"] = scene.waiting;
  return Dump(json);
}

std::string StatusMessage(const SceneState& scene, int64_t frames_total, size_t gaussians, size_t triangles) {
  return Dump({{"type", "status"},
               {"state", "ended"},
               {"frame", scene.frame},
               {"frames_total", frames_total},
               {"tracking", ToString(scene.camera->state)},
               {"gaussians", gaussians},
               {"mesh_triangles", triangles},
               {"mesh_final", true},
               {"slam_alive", false},
               {"mesher_alive", false},
               {"eta_s", nullptr},
               {"world_from_camera", MatrixOf(scene.camera->world_from_camera)},
               {"up", {scene.up[0], scene.up[1], scene.up[2]}},
               {"text", scene.text},
               {"waiting", ""}});
}

std::string PathMessage(size_t from, size_t of, std::span<const Eigen::Vector3f> centers) {
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), R"({{"type":"path","from":{},"of":{},"centres":[)", from, of);
  const char* comma = "";
  for (const Eigen::Vector3f& center : centers) {
    fmt::format_to(std::back_inserter(text), "{}{:.4f},{:.4f},{:.4f}", comma, center[0], center[1],
                   center[2]);
    comma = ",";
  }
  return fmt::to_string(text) + "]}";
}

std::string LogMessage(const std::vector<std::string>& lines) {
  return Dump({{"type", "log"}, {"lines", lines}});
}

std::string EpochMessage(const char* kind) { return Dump({{"type", "epoch"}, {"kind", kind}}); }

}  // namespace isogs::web
