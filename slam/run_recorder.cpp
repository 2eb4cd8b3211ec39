// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/run_recorder.h"

#include <spdlog/spdlog.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "shared/config/config_writer.h"
#include "shared/core/memory.h"
#include "shared/io/file.h"
#include "shared/io/trajectory.h"
#include "slam/checkpoint/params_file.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const AlignmentResult& alignment) {
  return {{"iterations", alignment.iterations},
          {"converged", alignment.converged},
          {"inlier_ratio", alignment.inlier_ratio},
          {"depth_rms_m", alignment.depth_rms_m},
          {"intensity_rms", alignment.intensity_rms}};
}

Json ToJson(const RefinementResult& refinement) {
  const double pixels = static_cast<double>(std::max<int64_t>(refinement.pixels, 1));
  return {{"iterations", refinement.iterations},
          {"loss_per_pixel", refinement.loss / pixels},
          {"pixels", refinement.pixels}};
}

Json ToJson(const MappingReport& mapping) {
  return {{"added", mapping.added},
          {"pruned", mapping.pruned},
          {"gaussians", mapping.gaussians},
          {"iterations", mapping.iterations},
          {"loss", mapping.loss.total},
          {"depth_l1_m", mapping.loss.depth_l1_m},
          {"color_l1", mapping.loss.color_l1},
          {"ssim", mapping.loss.ssim},
          {"psnr_db", mapping.loss.psnr_db}};
}

Params ToParams(const SlamSystem& system) {
  Params params;
  params.map = system.mapper().map().ToCloud();
  params.camera = system.camera();
  params.frames = system.frames();
  for (const Keyframe& keyframe : system.mapper().keyframes()) params.keyframes.push_back(keyframe.timestep);
  params.world_from_map = system.world_from_map();
  return params;
}

}  // namespace

RunRecorder::RunRecorder(const RunDirectory& directory, const Config& config, int64_t frames)
    : directory_(directory),
      metrics_(directory.metrics()),
      progress_(std::cout, StdoutIsTerminal(), StdoutColumns()) {
  WriteFileAtomically(directory_.config(), ToYaml(config));
  state_.frames = frames;
}

void RunRecorder::Start() {
  start_ = last_ = std::chrono::steady_clock::now();
  progress_.Update(state_);
}

void RunRecorder::Add(const SlamSystem& system, const FrameReport& report) {
  const FrameRecord& frame = system.frames().back();
  const auto position = static_cast<int64_t>(system.frames().size()) - 1;
  Json line = {{"frame", position},
               {"dataset_index", frame.dataset_index},
               {"state", ToString(frame.state)},
               {"track_ms", report.track_ms},
               {"alignment", ToJson(report.tracking.alignment)},
               {"refinement", ToJson(report.tracking.refinement)}};
  if (report.tracking.relocalized) line["relocalized"] = true;
  if (report.mapping) {
    line["map_ms"] = report.map_ms;
    line["map"] = ToJson(*report.mapping);
    map_ms_ += report.map_ms;
    ++mapped_;
    state_.map_ms = report.map_ms;
    if (report.mapping->loss.psnr_db > 0) state_.psnr_db = report.mapping->loss.psnr_db;
  }
  metrics_.Append(line);
  track_ms_ += report.track_ms;
  if (frame.state != TrackingState::kTracking) {
    spdlog::warn("frame {}: {}, {:.0f} % of the view agrees", position, ToString(frame.state),
                 100.0 * report.tracking.alignment.inlier_ratio);
  }
  state_.frame = position + 1;
  state_.gaussians = system.mapper().map().size();
  state_.track_ms = report.track_ms;
  progress_.Update(state_);
  last_ = std::chrono::steady_clock::now();
}

void RunRecorder::Finish(const SlamSystem& system) {
  progress_.Finish();
  // The small ones first: they may fit on a disk that is too full for the map.
  WriteTrajectories(system);
  WriteTiming(static_cast<int64_t>(system.frames().size()));
  WriteParams(directory_.params(), ToParams(system));
}

void RunRecorder::WriteTrajectories(const SlamSystem& system) const {
  Trajectory estimated, truth;
  for (const FrameRecord& frame : system.frames()) {
    if (frame.world_from_camera_truth) truth.push_back({frame.timestamp_s, *frame.world_from_camera_truth});
    if (frame.state == TrackingState::kLost) continue;  // its pose is a guess
    estimated.push_back({frame.timestamp_s, system.world_from_map() * frame.camera_from_map.inverse()});
  }
  WriteTrajectory(directory_.trajectory(), estimated);
  if (!truth.empty()) WriteTrajectory(directory_.trajectory_ground_truth(), truth);
}

void RunRecorder::WriteTiming(int64_t frames) const {
  const Json timing = {{"frames", frames},
                       {"seconds", std::chrono::duration<double>(last_ - start_).count()},
                       {"track_ms", track_ms_ / static_cast<double>(std::max<int64_t>(frames, 1))},
                       {"map_ms", map_ms_ / static_cast<double>(std::max<int64_t>(mapped_, 1))},
                       {"peak_rss_bytes", PeakResidentBytes()}};
  WriteFileAtomically(directory_.timing(), timing.dump(2) + "\n");
}

}  // namespace isogs
