// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_recorder.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "run/params_file.h"
#include "shared/config/config_writer.h"
#include "shared/core/error.h"
#include "shared/core/memory.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "slam/device/device_memory.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

Json OrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
/// Nothing was compared: 0 would be the best of values.
Json KnownIf(bool known, double value) { return known ? Json(value) : Json(nullptr); }

Json ToJson(const AlignmentResult& alignment) {
  const bool compared = alignment.iterations > 0 || alignment.inlier_ratio > 0.0;
  return {{"iterations", alignment.iterations},
          {"converged", alignment.converged},
          {"inlier_ratio", KnownIf(compared, alignment.inlier_ratio)},
          {"depth_rms_m", KnownIf(compared, alignment.depth_rms_m)},
          {"intensity_rms", KnownIf(compared, alignment.intensity_rms)},
          {"gain", KnownIf(compared, alignment.gain)},
          {"bias", KnownIf(compared, alignment.bias)},
          {"agreement", KnownIf(compared, alignment.agreement)},
          {"visible_ratio", KnownIf(compared, alignment.visible_ratio)},
          {"seen_through_ratio", KnownIf(compared, alignment.seen_through_ratio)},
          {"position_sigma_m", KnownIf(compared, alignment.PositionSigma())}};
}

Json ToJson(const RefinementResult& refinement) {
  const double pixels = static_cast<double>(std::max<int64_t>(refinement.pixels, 1));
  return {{"iterations", refinement.iterations},
          {"loss_per_pixel", KnownIf(refinement.pixels > 0, refinement.loss / pixels)},
          {"pixels", refinement.pixels}};
}

Json ToJson(const MappingReport& mapping) {
  const MappingLossValue loss = mapping.loss.value_or(MappingLossValue());
  const bool rendered = mapping.loss.has_value(), measured = loss.valid > 0;
  return {{"added", mapping.added},
          {"pruned", mapping.pruned},
          {"gaussians", mapping.gaussians},
          {"iterations", mapping.iterations},
          {"moving", mapping.hidden},
          {"loss", KnownIf(rendered, loss.total)},
          {"depth_l1_m", KnownIf(measured, loss.depth_l1_m)},
          {"color_l1", KnownIf(rendered, loss.color_l1)},
          {"ssim", KnownIf(rendered, loss.ssim)},
          {"psnr_db", KnownIf(measured, loss.psnr_db)},
          {"flat_m", OrNull(mapping.surface.flat_m)},
          {"iso", OrNull(mapping.surface.iso)}};
}

Json ToJson(const LoopReport& loop) {
  return {{"outcome", ToString(loop.outcome)},
          {"from", loop.from},
          {"to", loop.to},
          {"gap_m", loop.gap_m},
          {"moved_m", loop.moved_m},
          {"way_m", loop.way_m},
          {"edges", loop.edges},
          {"stretch_m", loop.stretch_m},
          {"loop_error_m", loop.loop_error_m},
          {"ms", loop.ms}};
}

void LogLoop(const LoopReport& loop) {
  const double gap_mm = 1000.0 * loop.gap_m;
  if (loop.outcome == LoopOutcome::kClosed) {
    spdlog::info(
        "frame {}: loop closed with frame {}, {:.1f} mm off after {:.1f} m; poses moved by {:.1f} mm at "
        "most, {} edges",
        loop.to, loop.from, gap_mm, loop.way_m, 1000.0 * loop.moved_m, loop.edges);
  } else if (loop.outcome == LoopOutcome::kNoted) {
    spdlog::debug("frame {}: frame {} seen again, {:.1f} mm off after {:.1f} m; nothing to correct, {} edges",
                  loop.to, loop.from, gap_mm, loop.way_m, loop.edges);
  } else {
    spdlog::info(
        "frame {}: a loop with frame {} is not believed: {:.1f} mm off after {:.1f} m, an alignment would be "
        "{:.1f} mm wrong",
        loop.to, loop.from, gap_mm, loop.way_m, 1000.0 * loop.stretch_m);
  }
}

Json LineOf(const FrameRecord& frame, int64_t position, const FrameReport& report, double seconds) {
  Json line = {{"frame", position},
               {"dataset_index", frame.dataset_index},
               {"state", ToString(frame.state)},
               {"seconds", seconds},
               {"track_ms", report.track_ms},
               {"sharpness", report.sharpness},
               {"alignment", ToJson(report.tracking.alignment)},
               {"refinement", ToJson(report.tracking.refinement)}};
  if (report.tracking.doubt != Doubt::kNone) line["doubt"] = ToString(report.tracking.doubt);
  if (report.tracking.relocalized) line["relocalized"] = true;
  if (const int64_t bytes = DeviceBytesHeld(); bytes > 0) line["device_bytes"] = bytes;
  if (report.mapping) {
    line["map_ms"] = report.map_ms;
    line["map"] = ToJson(*report.mapping);
  }
  if (report.loop) line["loop"] = ToJson(*report.loop);
  return line;
}

StampedPose OnlineWorldPose(const FrameRecord& frame, const Pose& world_from_map) {
  return {frame.timestamp_s, world_from_map * frame.online_camera_from_map.inverse()};
}

/// Of the frames that were not lost: the pose of a lost one is a guess.
template <typename PoseOf>
Trajectory TrajectoryOf(const std::vector<FrameRecord>& frames, const PoseOf& pose_of) {
  Trajectory trajectory;
  for (const FrameRecord& frame : frames) {
    if (frame.state != TrackingState::kLost) trajectory.push_back(pose_of(frame));
  }
  return trajectory;
}

/// Whether the map can be copied there without taking memory: when there is no more, the run is still saved.
bool HasRoom(const SlamState& state, const SlamSystem& system) {
  const auto moments = static_cast<size_t>(system.mapper().map().size() * kMomentColumns);
  return state.adam.second_moments.capacity() >= moments;
}

}  // namespace

Trajectory EstimatedTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map) {
  return TrajectoryOf(frames, [&](const FrameRecord& frame) {
    return StampedPose{frame.timestamp_s, world_from_map * frame.camera_from_map.inverse()};
  });
}

Trajectory OnlineTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map) {
  return TrajectoryOf(frames,
                      [&](const FrameRecord& frame) { return OnlineWorldPose(frame, world_from_map); });
}

RunRecorder::RunRecorder(const RunDirectory& directory, const Config& config, int64_t frames,
                         const SlamSystem& system)
    : directory_(directory),
      config_(config.checkpoint),
      metrics_(directory.metrics()),
      online_(directory.trajectory_online()),
      progress_(std::cout, StdoutIsTerminal(), StdoutColumns()),
      totals_(ReadTotals(directory.metrics())),
      start_(std::chrono::steady_clock::now()),
      last_(start_),
      writer_(CheckpointStore(directory, config.checkpoint.keep), [this] {
        metrics_.Sync();
        online_.Sync();
      }) {
  WriteFileAtomically(directory_.config(), ToYaml(config));
  if (system.corrected_frames() > 0) WriteCorrected(system);
  state_.frames = frames;
  state_.frame = static_cast<int64_t>(system.frames().size());
  state_.gaussians = system.mapper().map().size();
  progress_.Update(state_);
}

RunRecorder::Totals RunRecorder::ReadTotals(const std::filesystem::path& metrics) {
  Totals totals;
  const std::string text = ReadWholeFile(metrics, kMaxLinesBytes);
  for (std::string_view rest = text; !rest.empty();) {
    const Json line = Json::parse(TakeLine(&rest), nullptr, /*allow_exceptions=*/false);
    if (!line.is_object()) continue;
    const auto number = [&](const char* key) {
      const auto found = line.find(key);
      return found != line.end() && found->is_number() ? found->get<double>() : 0.0;
    };
    totals.seconds = std::max(totals.seconds, number("seconds"));
    totals.track_ms += number("track_ms");
    totals.map_ms += number("map_ms");
    totals.mapped += line.contains("map_ms") ? 1 : 0;
  }
  return totals;
}

double RunRecorder::Seconds() const {
  return totals_.seconds + std::chrono::duration<double>(last_ - start_).count();
}

void RunRecorder::Add(const SlamSystem& system, const FrameReport& report) {
  const FrameRecord& frame = system.frames().back();
  totals_.track_ms += report.track_ms;
  if (report.mapping) {
    totals_.map_ms += report.map_ms;
    ++totals_.mapped;
    state_.map_ms = report.map_ms;
    const std::optional<MappingLossValue>& loss = report.mapping->loss;
    if (loss && loss->valid > 0) state_.psnr_db = loss->psnr_db;
  }
  last_ = std::chrono::steady_clock::now();
  AppendLines(system, report);
  if (report.waits_for_depth) {
    if (!std::exchange(waits_said_, true)) {
      spdlog::warn("frame {}: no pixel has depth; the map begins at the first frame that has",
                   system.frames().size() - 1);
    }
  } else if (frame.state != TrackingState::kTracking) {
    const AlignmentResult& alignment = report.tracking.alignment;
    spdlog::warn("frame {}: {} ({}); {:.0f} % of the reference is seen, {:.0f} % of that agrees",
                 system.frames().size() - 1, ToString(frame.state), ToString(report.tracking.doubt),
                 100.0 * alignment.visible_ratio, 100.0 * alignment.agreement);
  }
  if (report.loop) {
    LogLoop(*report.loop);
    if (report.loop->outcome == LoopOutcome::kClosed) WriteCorrected(system);
  }
  SaveIfDue(system);
  state_.frame = static_cast<int64_t>(system.frames().size());
  state_.gaussians = system.mapper().map().size();
  state_.track_ms = report.track_ms;
  progress_.Update(state_);
  last_ = std::chrono::steady_clock::now();
}

void RunRecorder::AppendLines(const SlamSystem& system, const FrameReport& report) {
  const FrameRecord& frame = system.frames().back();
  const auto position = static_cast<int64_t>(system.frames().size()) - 1;
  std::optional<std::string> failure;
  const auto attempt = [&](const auto& append) {
    try {
      append();
    } catch (const Error& error) {
      if (!failure) failure = error.what();
    }
  };
  attempt([&] { metrics_.Append(LineOf(frame, position, report, Seconds())); });
  if (frame.state != TrackingState::kLost) {
    attempt([&] { online_.Append(OnlineWorldPose(frame, system.world_from_map())); });
  }
  if (failure && !lines_fail_) spdlog::error("{}; the run goes on, the lines are kept", *failure);
  lines_fail_ = failure.has_value();
}

void RunRecorder::WriteCorrected(const SlamSystem& system) const {
  try {
    WriteTrajectory(directory_.trajectory(), EstimatedTrajectory(system.frames(), system.world_from_map()));
  } catch (const Error& error) {
    spdlog::error("{}; the run goes on, viewers show the path as it was", error.what());
  }
}

void RunRecorder::SaveIfDue(const SlamSystem& system) {
  const auto frames = static_cast<int64_t>(system.frames().size());
  if (config_.every_frames > 0 && frames % config_.every_frames == 0) due_ = true;
  // While the last one is still being written, on a slow disk, the run goes on and this one waits for a later
  // frame. It makes no difference to any result from where a run goes on.
  SlamState* const buffer = writer_.Buffer();
  if (buffer == nullptr || (!due_ && HasRoom(*buffer, system))) return;
  try {
    WithMemoryFor([] { return "its copy of the map"; }, [&] { system.Save(buffer); });
  } catch (const OutOfMemory& error) {
    if (due_) spdlog::error("no checkpoint of frame {}: {}; the run goes on", frames - 1, error.what());
    due_ = false;
  }
  if (std::exchange(due_, false)) writer_.Start();
}

void RunRecorder::Finish(const SlamSystem& system, bool between_frames) {
  progress_.Finish();
  std::exception_ptr first;
  const auto attempt = [&](const auto& write) {
    try {
      WithMemoryFor([] { return "saving the run"; }, write);
    } catch (const Error& error) {
      if (first) spdlog::error("{}", error.what());
      if (!first) first = std::current_exception();
    }
  };
  // The small ones first: they may fit on a disk that is too full for the map.
  attempt([&] { WriteTrajectories(system); });
  attempt([&] { WriteTiming(static_cast<int64_t>(system.frames().size())); });
  const auto frames = static_cast<int64_t>(system.frames().size());
  writer_.Wait();
  const bool is_written = between_frames && writer_.written_frames() == frames;
  bool is_copied = is_written;
  if (!is_copied) attempt([&] { system.Save(writer_.Buffer()), is_copied = true; });
  if (is_copied && between_frames && !is_written && frames > 0) attempt([&] { writer_.WriteNow(); });
  if (is_copied) attempt([&] { WriteParams(directory_.params(), writer_.state().params); });
  attempt([&] { metrics_.Sync(); });
  attempt([&] { online_.Sync(); });
  if (first) std::rethrow_exception(first);
}

void RunRecorder::WriteTrajectories(const SlamSystem& system) const {
  Trajectory truth;
  for (const FrameRecord& frame : system.frames()) {
    if (frame.world_from_camera_truth) truth.push_back({frame.timestamp_s, *frame.world_from_camera_truth});
  }
  WriteTrajectory(directory_.trajectory(), EstimatedTrajectory(system.frames(), system.world_from_map()));
  if (!truth.empty()) WriteTrajectory(directory_.trajectory_ground_truth(), truth);
}

void RunRecorder::WriteTiming(int64_t frames) const {
  const Json timing = {{"frames", frames},
                       {"seconds", Seconds()},
                       {"track_ms", totals_.track_ms / static_cast<double>(std::max<int64_t>(frames, 1))},
                       {"map_ms", totals_.map_ms / static_cast<double>(std::max<int64_t>(totals_.mapped, 1))},
                       {"peak_rss_bytes", PeakResidentBytes()}};
  WriteFileAtomically(directory_.timing(), timing.dump(2) + "\n");
}

}  // namespace isogs
