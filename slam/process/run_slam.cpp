// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_slam.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/start_check.h"
#include "run/dataset_place.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/parallel.h"
#include "shared/core/stop_signal.h"
#include "shared/log/log.h"
#include "shared/profile/stage.h"
#include "slam/device/frame_uploader.h"
#include "slam/process/finished_run.h"
#include "slam/process/keeping_up.h"
#include "slam/process/run_input.h"
#include "slam/process/run_profile.h"
#include "slam/process/run_publisher.h"
#include "slam/process/run_recorder.h"
#include "slam/process/run_start.h"

namespace isogs {
namespace {

void LogStart(const Config& config, const RunInput& input, const Backend& backend) {
  const Dataset& dataset = input.dataset();
  const Camera camera = dataset.camera();
  spdlog::info("configuration {}", config.file.string());
  const std::string frames =
      input.is_live() ? "live" : fmt::format("{} frames ({})", dataset.frame_count(), dataset.layout());
  spdlog::info("{}: {}, working at {}x{}", input.place(), frames, camera.width, camera.height);
  if (input.is_live() && !input.can_be_read_again())
    spdlog::info("its frames are not kept: the run cannot go on after an end (--record DIR keeps them)");
  for (const auto& [name, choice] : kSensorChoiceNames) {
    if (choice == config.dataset.sensor) spdlog::info("depth errs like that of: {} (dataset.sensor)", name);
  }
  spdlog::info("back end {}{}", backend.name,
               backend.simd_target.empty() ? "" : " (" + backend.simd_target + ")");
}

void LogEnd(const Config& config, const SlamSystem& system, const FrameStream& frames, int stopped_by,
            bool goes_on) {
  if (stopped_by != 0) {
    spdlog::info("stopped by signal {} after {} frames; the same command {}", stopped_by,
                 system.frames().size(), goes_on ? "goes on" : "begins anew");
  }
  if (frames.bad_frames() > 0)
    spdlog::warn("{} frames could not be read and were left out", frames.bad_frames());
  if (frames.dropped_frames() > 0)
    spdlog::warn("{} frames came while there was no time for them, and were dropped",
                 frames.dropped_frames());
  spdlog::info("{} frames, {} Gaussians: {}", system.frames().size(), system.mapper().map().size(),
               config.output);
}

/// Leaves those of `indices` that come after what `state` has done. Returns how many do not.
size_t RemoveDone(const SlamState& state, std::vector<int64_t>* indices) {
  const int64_t last = state.params.frames.back().dataset_index;
  return std::erase_if(*indices, [last](int64_t index) { return index <= last; });
}

/// Whether the results of `state` are written, too.
bool HasResults(const RunDirectory& directory, const SlamState& state) {
  try {
    return NpzReader(directory.params()).Header("isogs_poses").shape.front() ==
           static_cast<int64_t>(state.params.frames.size());
  } catch (const Error&) {
    return false;
  }
}

/// Frames are found from the first on, so that an earlier run cannot go on.
void CheckNoRunIsInTheWay(const RunDirectory& directory, const RunOptions& options) {
  if (options.fresh || CheckpointFrames(directory.path()).empty()) return;
  throw UsageError("--localise-only: " + directory.path().string() +
                   ": holds another run; --fresh moves it aside, --output names another folder");
}

/// A run without a map is no result, whatever it wrote.
[[noreturn]] void FailEmpty(const Config& config, const std::vector<FrameRecord>& frames) {
  throw Error(config.output + ": the map is empty after " + std::to_string(frames.size()) + " frames" +
              (HasBegun(frames) ? "" : ", none has depth within dataset.max_depth_m"));
}

/// What was done before a failure is worth keeping; the failure itself is what gets reported. A state in the
/// middle of a frame is none to go on from.
void SaveDespiteFailure(SlamSystem& system, RunRecorder& recorder, bool between_frames) {
  if (system.frames().empty()) return;
  try {
    system.FinishMapping();
  } catch (const std::exception& error) {
    spdlog::error("{}", MessageOf(error));
  }
  try {
    recorder.Finish(system, between_frames && !system.MappingFailed());
    spdlog::info("the {} frames before the failure are saved", system.frames().size());
  } catch (const std::exception& error) {
    spdlog::error("{}", MessageOf(error));
  }
}

std::string PurposeOf(const SlamSystem& system) {
  std::string purpose = "frame " + std::to_string(system.frames().size());
  if (!system.IsMapping()) purpose += ", with " + std::to_string(system.mapper().map().size()) + " Gaussians";
  return purpose;
}

bool IsRealtime(const Config& config, const RunInput& input) {
  if (config.run.pacing == Pacing::kRealtime && !input.is_live())
    spdlog::info("run.pacing realtime: frames on disk wait, all of them are processed");
  return input.is_live() && config.run.pacing != Pacing::kAll;
}

/// From now on keyframes are mapped beside the next frames.
void MapBeside(SlamSystem& system, RunRecorder& recorder, RunPublisher& publisher, KeepingUp* live) {
  if (system.backend().memory != MemoryKind::kHost) {
    spdlog::info(
        "run.pipeline overlapped: on a GPU, whose kernels run one after the other, it is sequential");
    return;
  }
  system.MapBeside([&system, &recorder, &publisher, live](const MappedFrame& mapped) {
    if (live != nullptr) live->AddMapped(system, mapped);
    recorder.AddMapped(system, mapped);
    publisher.AddMapped(system, mapped);
  });
}

/// Frames read, and one brought to the device, ahead of their use.
struct FramesAhead {
  FramesAhead(std::unique_ptr<FrameStream> source, MemoryKind memory)
      : read(std::move(source)), uploaded([this] { return read->Next(); }, memory) {}
  ~FramesAhead() { read->Stop(); }

  std::unique_ptr<FrameStream> read;
  FrameUploader uploaded;
};

/// While no frame comes, others want to know why.
constexpr std::chrono::milliseconds kLookForCamera(300);

/// Processes the frames until they end or a signal comes. After a failure there are none any more.
void ProcessFrames(std::optional<FramesAhead>& frames, const StopSignal& stop, SlamSystem& system,
                   RunRecorder& recorder, RunPublisher& publisher, KeepingUp* live, bool makes_checkpoints) {
  bool between_frames = true;
  try {
    while (stop.requested() == 0) {
      const std::shared_ptr<const DeviceFrame> frame = Timed("wait for frame", [&] {
        while (live != nullptr && !frames->uploaded.IsReadyWithin(kLookForCamera))
          publisher.SetCameraIsThere(live->camera_is_there());
        return frames->uploaded.Next();
      });
      if (!frame) break;
      const Stage stage("frame");
      between_frames = false;
      const FrameReport report =
          WithMemoryFor([&] { return PurposeOf(system); }, [&] { return system.Process(frame); });
      between_frames = true;
      std::optional<LiveFigures> figures;
      if (live != nullptr) figures = live->Add(system, frame->host(), frames->read->dropped_frames());
      Timed("record", [&] { recorder.Add(system, report, figures); });
      Timed("publish", [&] { publisher.Add(system, report, figures); });
    }
    system.FinishMapping();
  } catch (...) {
    frames.reset();  // their memory may be what saving needs
    publisher.SetState(RunState::kFailed);
    SaveDespiteFailure(system, recorder, between_frames && makes_checkpoints);
    throw;
  }
  const Stage stage("save");
  publisher.PublishFinalMap(system);
  publisher.SetState(RunState::kSaving);
  recorder.Finish(system, makes_checkpoints);
  const bool is_empty = stop.requested() == 0 && system.mapper().map().size() == 0;
  publisher.SetState(is_empty ? RunState::kFailed : RunState::kFinished);
}

}  // namespace

void RunSlam(const Config& asked, const RunOptions& options) {
  IgnoreClosedPipes();
  RunProfile profile(options);
  std::optional<Stage> start(std::in_place, "start");
  const ThreadLimit threads(asked.threads);
  std::optional<StopSignal> stop;
  if (options.live) stop.emplace();  // ends the wait for the camera
  const std::unique_ptr<RunInput> input =
      RunInput::Open(asked, options, [&stop] { return stop->requested() != 0; });
  if (!input) {
    spdlog::info("stopped by signal {} before the camera's first frame", stop->requested());
    return;
  }
  const Dataset& dataset = input->dataset();
  Config config = input->Known(asked);
  // Without its keyframes' images, which are another run's or not kept, there is no checkpoint to go on from.
  const bool can_go_on = !options.localise_in && input->can_be_read_again();
  if (!can_go_on) config.checkpoint.every_frames = 0;
  std::vector<int64_t> indices = input->Indices(config);
  Backend backend = MakeBackend(config.device);
  const RunDirectory directory(config.output);
  ChosenStart chosen = ReadChosenStart(directory, options);
  std::optional<FinishedRun> finished;
  if (options.localise_in) {
    finished = OpenFinishedRun(*options.localise_in, config);
    CheckNoRunIsInTheWay(directory, options);
    CheckSameCamera(*finished, dataset);
  }

  const PreparedRun run = PrepareRunDirectory(directory, options.fresh);
  InitLogging(config.logging, "slam", directory.log("slam"));
  if (run.moved_to) spdlog::info("{} held an earlier run, now in {}", config.output, run.moved_to->string());
  LogStart(config, *input, backend);

  const CheckpointStore store(directory, config.checkpoint.keep);
  std::optional<SlamState> state = FindState(store, chosen, config, options, backend.simd_target);
  const auto frame_count = input->is_live() ? config.frames : static_cast<int64_t>(indices.size());
  const int64_t first_index = indices.empty() ? 0 : indices.front();
  const auto done = state ? static_cast<int64_t>(state->params.frames.size()) : 0;
  const bool is_done = state && RemoveDone(*state, &indices) > 0 && indices.empty() &&
                       (!input->is_live() || (config.frames > 0 && done >= config.frames));
  if (is_done && HasResults(directory, *state)) {
    if (state->params.map.size() == 0) FailEmpty(config, state->params.frames);
    spdlog::info("finished already, {} frames: {}; more --frames go on, --fresh starts anew", done,
                 config.output);
    return;
  }

  profile.Open(directory, backend.memory == MemoryKind::kHost ? nullptr : backend.finish);
  if (!stop) stop.emplace();
  SlamSystem system(config, std::move(backend));
  if (state) {
    system.Restore(*state, [&](int64_t index) { return dataset.Read(index); });
  } else if (finished) {
    spdlog::info("finding frames in the map of {}, {} keyframes", options.localise_in->string(),
                 finished->state.keyframes.size());
    system.LocaliseIn(std::move(finished->state),
                      [&](int64_t index) { return finished->dataset->Read(index); });
    finished.reset();
  } else if (chosen.map) {
    system.SetInitialMap(MakeInitialMap(std::move(*chosen.map), first_index));
  }
  if (!state) {
    for (const std::string& warning : StartCheck(dataset, config.dataset).Warnings(indices))
      spdlog::warn("{}", warning);
  }
  RewindDirectory(directory, store, state ? &*state : nullptr);
  const bool resumed = state.has_value();
  state.reset();
  if (!input->folder().empty()) WriteDatasetPlace(directory, config.dataset.path, input->folder());
  RunRecorder recorder(directory, config, frame_count, system);
  RunPublisher publisher(config.publish, run.lock, frame_count);
  system.SetBeforeMapping([&publisher] { publisher.BeforeMapping(); });
  const bool is_realtime = IsRealtime(config, *input);
  std::optional<KeepingUp> live;
  if (input->is_live()) live.emplace(config, is_realtime, [&input] { return input->camera_is_there(); });
  if (config.run.pipeline == Pipeline::kOverlapped || is_realtime)
    MapBeside(system, recorder, publisher, live ? &*live : nullptr);
  if (is_realtime) system.PostponeKeyframes();
  const int64_t most = config.frames == 0 ? 0 : std::max<int64_t>(config.frames - done, 1);
  std::optional<FramesAhead> frames(std::in_place,
                                    input->Read(std::move(indices), most, !resumed, config.dataset,
                                                is_realtime ? config.run.max_lag_s : 0.0),
                                    system.backend().memory);
  start.reset();
  ProcessFrames(frames, *stop, system, recorder, publisher, live ? &*live : nullptr, can_go_on);
  LogEnd(config, system, *frames->read, stop->requested(), can_go_on);
  if (stop->requested() == 0 && system.mapper().map().size() == 0) {
    FailEmpty(config, system.frames());
  }
  frames.reset();  // so that all is over that the profile is of
  profile.Finish();
}

}  // namespace isogs
