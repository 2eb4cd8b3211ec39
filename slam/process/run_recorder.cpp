// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_recorder.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include "run/params_file.h"
#include "run/run_trajectories.h"
#include "shared/config/config_writer.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/io/file.h"
#include "shared/profile/stage.h"
#include "slam/process/run_messages.h"

namespace isogs {
namespace {

/// A checkpoint of a live run waits for a frame beside which nothing is mapped, but not for ever.
constexpr int kMostFramesPutOff = 60;

/// Whether the map can be copied there without taking memory.
bool HasRoom(const SlamState& state, const SlamSystem& system) {
  const auto moments = static_cast<size_t>(system.mapper().map().size() * kMomentColumns);
  return state.adam.second_moments.capacity() >= moments;
}

}  // namespace

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

double RunRecorder::Seconds() const {
  return totals_.seconds + std::chrono::duration<double>(last_ - start_).count();
}

void RunRecorder::Add(SlamSystem& system, const FrameReport& report, const std::optional<LiveFigures>& live) {
  const FrameRecord& frame = system.frames().back();
  const auto position = static_cast<int64_t>(system.frames().size()) - 1;
  totals_.track_ms += report.track_ms;
  if (report.mapping) NoteMapped(*report.mapping, report.map_ms);
  last_ = std::chrono::steady_clock::now();
  if (live) totals_.AddLive(live->latency_ms, live->dropped);
  lines_.Add(frame, position, report, live, Seconds());
  AppendLines(system, &report);
  if (report.waits_for_depth) {
    if (!std::exchange(waits_said_, true)) {
      spdlog::warn("frame {}: no pixel has depth; the map begins at the first frame that has", position);
    }
  } else if (frame.state != TrackingState::kTracking) {
    LogDoubt(position, report.tracking);
  }
  if (report.taken_back) LogTakenBack(position, *report.taken_back);
  if (report.loop) {
    LogLoop(*report.loop);
    if (report.loop->outcome == LoopOutcome::kClosed) WriteCorrected(system);
  }
  SaveIfDue(system);
  state_.frame = position + 1;
  state_.track_ms = report.track_ms;
  if (live) {
    state_.latency_ms = live->latency_ms;
    state_.dropped = live->dropped;
  }
  if (!system.IsMapping()) state_.gaussians = system.mapper().map().size();
  progress_.Update(state_);
  last_ = std::chrono::steady_clock::now();
}

void RunRecorder::AddMapped(const SlamSystem& system, const MappedFrame& mapped) {
  NoteMapped(mapped.mapping, mapped.map_ms);
  state_.gaussians = mapped.mapping.gaussians;
  lines_.AddMapped(mapped);
  AppendLines(system, nullptr);
  KeepRoom(system);
  last_ = std::chrono::steady_clock::now();
}

void RunRecorder::NoteMapped(const MappingReport& mapping, double map_ms) {
  totals_.AddMapped(map_ms);
  state_.map_ms = map_ms;
  if (mapping.loss && mapping.loss->valid > 0) state_.psnr_db = mapping.loss->psnr_db;
}

void RunRecorder::AppendLines(const SlamSystem& system, const FrameReport* report) {
  std::optional<std::string> failure;
  const auto attempt = [&](const auto& append) {
    try {
      append();
    } catch (const Error& error) {
      if (!failure) failure = error.what();
    }
  };
  attempt([&] { lines_.AppendReady(); });
  if (report != nullptr && system.frames().back().state != TrackingState::kLost) {
    attempt([&] { online_.Append(OnlineWorldPose(system.frames().back(), system.world_from_map())); });
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

void RunRecorder::SaveIfDue(SlamSystem& system) {
  const auto frames = static_cast<int64_t>(system.frames().size());
  if (config_.every_frames > 0 && frames % config_.every_frames == 0) due_ = true;
  // While the last one is still being written, on a slow disk, the run goes on and this one waits for a later
  // frame. It makes no difference to any result from where a run goes on.
  if (!due_ || writer_.Buffer() == nullptr) return KeepRoom(system);
  if (system.WouldWait() && frames_put_off_ < kMostFramesPutOff) {
    ++frames_put_off_;
    return;
  }
  frames_put_off_ = 0;
  system.FinishMapping();
  due_ = false;
  if (const auto failure = TryCopy(system)) {
    spdlog::error("no checkpoint of frame {}: {}; the run goes on", frames - 1, *failure);
  } else {
    writer_.Start();
  }
}

void RunRecorder::KeepRoom(const SlamSystem& system) {
  const SlamState* const buffer = writer_.Buffer();
  if (buffer != nullptr && !system.IsMapping() && !HasRoom(*buffer, system)) TryCopy(system);
}

std::optional<std::string> RunRecorder::TryCopy(const SlamSystem& system) {
  try {
    const Stage stage("copy for checkpoint");
    WithMemoryFor([] { return "its copy of the map"; }, [&] { system.Save(writer_.Buffer()); });
    return std::nullopt;
  } catch (const OutOfMemory& error) {
    return error.what();
  }
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
  const auto frames = static_cast<int64_t>(system.frames().size());
  RunTotals totals = totals_;
  totals.seconds = Seconds();
  attempt([&] { WriteTiming(directory_.timing(), totals, frames); });
  writer_.Wait();
  const bool is_written = between_frames && writer_.written_frames() == frames;
  bool is_copied = is_written;
  if (!is_copied) attempt([&] { system.Save(writer_.Buffer()), is_copied = true; });
  if (is_copied && between_frames && !is_written && frames > 0) attempt([&] { writer_.WriteNow(); });
  if (is_copied) attempt([&] { WriteParams(directory_.params(), writer_.state().params); });
  attempt([&] { lines_.AppendAll(); });
  attempt([&] { metrics_.Sync(); });
  attempt([&] { online_.Sync(); });
  if (first) std::rethrow_exception(first);
}

void RunRecorder::WriteTrajectories(const SlamSystem& system) const {
  const Trajectory truth = TrueTrajectory(system.frames());
  WriteTrajectory(directory_.trajectory(), EstimatedTrajectory(system.frames(), system.world_from_map()));
  if (!truth.empty()) WriteTrajectory(directory_.trajectory_ground_truth(), truth);
}

}  // namespace isogs
