// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "launch/status_report.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

/// Makes a JSON object of a head's fields.
class JsonFields {
 public:
  template <typename T>
  void operator()(const char* name, const T& value) {
    if constexpr (std::is_same_v<T, Pose>) {
      for (int row = 0; row < 3; ++row) {
        object_[name].push_back({value(row, 0), value(row, 1), value(row, 2), value(row, 3)});
      }
    } else if constexpr (std::is_same_v<T, Camera>) {
      object_[name] = {{"width", value.width}, {"height", value.height}, {"fx", value.fx},
                       {"fy", value.fy},       {"cx", value.cx},         {"cy", value.cy}};
    } else if constexpr (std::is_enum_v<T>) {
      object_[name] = ToString(value);
    } else {
      object_[name] = value;
    }
  }
  Json& object() { return object_; }

 private:
  Json object_ = Json::object();
};

std::string StateOf(const SessionView& view) {
  if (view.ended) return view.ended->is_saved ? "ended" : "killed";
  if (!view.status) return view.slam_runs() ? "silent" : "not running";
  return view.slam_died() ? "died" : ToString(view.status->state);
}

std::string ProcessesOf(const SessionView& view) {
  std::string text;
  for (const auto& [role, holder] : view.processes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", ToString(role), holder.process_id);
  }
  return text.empty() ? "none" : text;
}

/// Whether the figures of the last mapped frame are known.
bool HasRendered(const Status& status) {
  return status.loss != 0.0 || status.color_l1 != 0.0 || status.psnr_db != 0.0;
}

/// A camera's run has no number that is known.
std::string FramesText(const Status& status) {
  return status.frames_total > 0 ? fmt::format("{} of {}", status.frames_done, status.frames_total)
                                 : std::to_string(status.frames_done);
}

std::string Describe(const Status& status) {
  const Eigen::Vector3d position = (status.world_from_map * status.camera_from_map.inverse()).translation();
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("  {:<12}{}\n", name, value);
  };
  line("frames", fmt::format("{}, {} lost; the last: {}", FramesText(status), status.lost_frames,
                             ToString(status.tracking)));
  if (status.is_live) {
    line("live",
         fmt::format("{}; a pose {:.0f} ms after its frame, {} frames dropped; mapping {} iterations every "
                     "{} frames",
                     status.camera_is_there ? "camera is there" : "camera is gone", status.latency_ms,
                     status.dropped_frames, status.mapping_iterations, status.mapping_every_frames));
  }
  line("camera", fmt::format("at {:.3f} {:.3f} {:.3f} m", position.x(), position.y(), position.z()));
  line("speed", fmt::format("{:.1f} frames/s; track {:.0f} ms, map {:.0f} ms", status.fps, status.track_ms,
                            status.map_ms));
  line("map", fmt::format("{} Gaussians, {} MiB, {} keyframes", status.gaussians, status.map_bytes >> 20,
                          status.keyframes));
  if (status.loops > 0) line("loops", fmt::format("{} closed", status.loops));
  if (status.device_bytes > 0) line("GPU memory", fmt::format("{} MiB", status.device_bytes >> 20));
  if (HasRendered(status)) {
    line("last mapped", fmt::format("PSNR {:.1f} dB, depth L1 {:.2f} cm, loss {:.4f}", status.psnr_db,
                                    100.0 * status.depth_l1_m, status.loss));
  }
  line("snapshots", fmt::format("{} published", status.snapshots));
  return text;
}

std::string LocalTime(double unix_s) {
  const auto seconds = static_cast<time_t>(unix_s);
  tm local = {};
  localtime_r(&seconds, &local);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return text;
}

std::string Describe(const EndedRun& run) {
  return fmt::format("  {:<12}{}, {} lost\n  {:<12}{} Gaussians\n  {:<12}{}\n", "frames", run.frames,
                     run.lost_frames, "map", run.gaussians, run.is_saved ? "ended" : "last saved",
                     LocalTime(run.ended_unix_s));
}

}  // namespace

bool SessionView::slam_runs() const {
  return std::ranges::any_of(processes, [](const auto& process) { return process.first == Role::kSlam; });
}

bool SessionView::slam_died() const {
  return status && !slam_runs() && status->state != RunState::kFinished && status->state != RunState::kFailed;
}

std::vector<std::pair<Role, RoleHolder>> FindProcesses(const std::filesystem::path& run_directory) {
  std::vector<std::pair<Role, RoleHolder>> processes;
  for (const Role role : kRoles) {
    if (const auto holder = FindRoleHolder(run_directory, role)) processes.emplace_back(role, *holder);
  }
  return processes;
}

std::string FormatStatus(const SessionView& view) {
  std::string text = fmt::format("{}: {}\n  {:<12}{}\n", view.run_directory.string(), StateOf(view),
                                 "processes", ProcessesOf(view));
  if (view.status) text += Describe(*view.status);
  if (view.ended) text += Describe(*view.ended);
  return text;
}

std::string FormatStatusJson(const SessionView& view) {
  JsonFields fields;
  if (view.status) Status(*view.status).Visit(fields);
  Json& object = fields.object();
  if (view.status && !HasRendered(*view.status)) {
    for (const char* name : {"loss", "depth_l1_m", "color_l1", "psnr_db"}) object[name] = nullptr;
  }
  if (view.ended) {
    object["frames_done"] = view.ended->frames;
    object["lost_frames"] = view.ended->lost_frames;
    object["gaussians"] = view.ended->gaussians;
    object["ended_unix_s"] = view.ended->ended_unix_s;
  }
  object["run_directory"] = view.run_directory.string();
  object["state"] = StateOf(view);
  object["processes"] = Json::object();
  for (const auto& [role, holder] : view.processes) object["processes"][ToString(role)] = holder.process_id;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace isogs
