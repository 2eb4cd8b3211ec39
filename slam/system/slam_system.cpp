// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/system/slam_system.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "run/run_identity.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/profile/stage.h"
#include "slam/system/keyframe_correction.h"

namespace isogs {
namespace {

/// A frame of the data set, which must have the camera of the checkpoint.
std::shared_ptr<const DeviceFrame> ReadFrameOf(const Camera& camera, int64_t index, MemoryKind memory,
                                               const std::function<Frame(int64_t)>& read_frame) {
  auto frame = std::make_shared<const DeviceFrame>(read_frame(index), memory);
  if (frame->camera() != camera) {
    throw UsageError("the data set's camera is not the one of the checkpoint, expected " +
                     std::to_string(camera.width) + "x" + std::to_string(camera.height) +
                     " pixels and the same focal lengths");
  }
  return frame;
}

[[noreturn]] void FailOtherImages(int64_t index, const std::string& which) {
  throw UsageError("the images of the data set's frame " + std::to_string(index) + " are not those that " +
                   which + ", expected the same data set");
}

/// The frame that a keyframe was made of.
std::shared_ptr<const DeviceFrame> ReadKeyframe(const SlamState& state, size_t keyframe, MemoryKind memory,
                                                const std::function<Frame(int64_t)>& read_frame) {
  const auto position = static_cast<size_t>(state.params.keyframes[keyframe]);
  const int64_t index = state.params.frames[position].dataset_index;
  auto frame = ReadFrameOf(state.params.camera, index, memory, read_frame);
  if (frame->image_hash() != state.keyframes[keyframe].image_hash)
    FailOtherImages(index, "the run's keyframe was made of");
  return frame;
}

/// Waits for the back end, also where an error ends a frame: the frame's memory goes to others then.
class FinishAtEnd {
 public:
  explicit FinishAtEnd(const Backend& backend) : backend_(backend) {}
  ~FinishAtEnd() {
    try {
      backend_.finish();
    } catch (...) {
      // The device has failed, and has stopped; whoever uses it next will say so.
    }
  }
  FinishAtEnd(const FinishAtEnd&) = delete;
  FinishAtEnd& operator=(const FinishAtEnd&) = delete;

 private:
  const Backend& backend_;
};

}  // namespace

SlamSystem::SlamSystem(const Config& config, Backend backend)
    : config_(config),
      effort_(FullEffort(config.mapping)),
      backend_(std::move(backend)),
      random_(static_cast<uint64_t>(config.seed)),
      keyframes_(backend_.memory, *backend_.codec),
      tracker_(config_.tracking, backend_.ForTracking(), keyframes_),
      mapper_(config_.mapping, config_.map, SensorOf(config_.dataset.sensor), backend_.ForMapping(),
              keyframes_, random_),
      loops_(config_.loops, config_.tracking, backend_.ForTracking(), keyframes_) {}

void SlamSystem::SetInitialMap(const InitialMap& initial) {
  mapper_.SetInitialMap(initial.map);
  first_camera_from_map_ = initial.first_camera_from_map;
  world_from_map_ = initial.world_from_map;
}

void SlamSystem::LocaliseIn(SlamState finished, const std::function<Frame(int64_t)>& read_frame) {
  RestoreKeyframes(finished, read_frame);
  std::ranges::fill(finished.params.map.timesteps, 0.0f);  // frames of another run
  mapper_.Restore(finished);
  world_from_map_ = finished.params.world_from_map;
  localises_only_ = true;
}

void SlamSystem::Save(SlamState* state) const {
  state->params.camera = camera_;
  state->params.frames = frames_;
  state->params.world_from_map = world_from_map_;
  mapper_.Save(state);
  state->params.keyframes.clear();
  state->keyframes.clear();
  const std::vector<Keyframe> none;
  for (const Keyframe& keyframe : localises_only_ ? none : keyframes_.all()) {
    state->params.keyframes.push_back(keyframe.timestep);
    state->keyframes.push_back({keyframe.camera_from_map, keyframe.use, keyframe.images->image_hash()});
  }
  state->edges = loops_.edges();
  state->here = loops_.here();
  state->closed_loops = loops_.closed();
  state->motion = tracker_.motion();
  state->sharpness = sharpness_;
  state->recent_image_hash = tracker_.remembered_image_hash();
  state->random = random_.state();
  state->identity = IdentityOf(config_);
  state->simd_target = backend_.simd_target;
}

void SlamSystem::Restore(const SlamState& state, const std::function<Frame(int64_t)>& read_frame) {
  RestoreKeyframes(state, read_frame);
  camera_ = state.params.camera;
  frames_ = state.params.frames;
  world_from_map_ = state.params.world_from_map;
  mapper_.Restore(state);
  tracker_.set_motion(state.motion);
  sharpness_ = state.sharpness;
  tracker_.set_in_doubt(!frames_.empty() && frames_.back().state != TrackingState::kTracking);
  random_.set_state(state.random);
  loops_.Restore(state.edges, state.here, state.closed_loops);
  corrected_frames_ = IsCorrected(frames_) ? static_cast<int64_t>(frames_.size()) : 0;
  if (ClosesLoops()) tracker_.SetUsable(loops_.Near());
  RestoreRecent(state, read_frame);
}

void SlamSystem::RestoreKeyframes(const SlamState& state, const std::function<Frame(int64_t)>& read_frame) {
  // A few at a time: read, they take three to four times the memory that they are kept in.
  constexpr size_t kAtOnce = 8;
  keyframes_.Clear();
  for (size_t begin = 0; begin < state.keyframes.size(); begin += kAtOnce) {
    std::vector<std::shared_ptr<const DeviceFrame>> frames(std::min(kAtOnce, state.keyframes.size() - begin));
    ParallelFor(static_cast<int64_t>(frames.size()), 1, [&](int64_t index, int64_t /*end*/) {
      const auto i = static_cast<size_t>(index);
      frames[i] = ReadKeyframe(state, begin + i, backend_.memory, read_frame);
    });
    for (size_t i = 0; i < frames.size(); ++i) {
      const KeyframeState& keyframe = state.keyframes[begin + i];
      keyframes_.Add(state.params.keyframes[begin + i], keyframe.camera_from_map, *frames[i], keyframe.use);
    }
    backend_.finish();  // before the frames' memory goes to others
  }
}

void SlamSystem::CorrectKeyframes(std::span<const Pose> camera_from_map) {
  const Stage stage("correct keyframes");
  const std::vector<Pose> motions =
      FrameMotions(keyframes_.all(), camera_from_map, static_cast<int64_t>(frames_.size()));
  MoveFrames(motions, &frames_);
  mapper_.MoveGaussians(motions);
  for (size_t k = 0; k < camera_from_map.size(); ++k) {
    keyframes_.SetPose(k, camera_from_map[k]);
    const auto position = static_cast<size_t>(keyframes_.all()[k].timestep);
    if (position < frames_.size()) frames_[position].camera_from_map = camera_from_map[k];  // to the last bit
  }
  const FrameRecord* const recent = NewestTracked(frames_);
  if (recent != nullptr) tracker_.Correct(frames_.back().camera_from_map, recent->camera_from_map);
}

bool SlamSystem::KeepsRecent() const {
  // In a finished map, frames aligned to frames would drift away from it.
  return config_.tracking.mode == TrackingMode::kEstimate && config_.tracking.alignment.enabled &&
         !localises_only_;
}

void SlamSystem::RestoreRecent(const SlamState& state, const std::function<Frame(int64_t)>& read_frame) {
  const FrameRecord* const recent = NewestTracked(frames_);
  if (recent == nullptr || !KeepsRecent() || state.recent_image_hash == 0) return;
  auto frame = ReadFrameOf(camera_, recent->dataset_index, backend_.memory, read_frame);
  if (frame->image_hash() != state.recent_image_hash)
    FailOtherImages(recent->dataset_index, "the run's newest frame was");
  tracker_.Remember(std::move(frame), recent->camera_from_map);
}

FrameReport SlamSystem::Process(const std::shared_ptr<const DeviceFrame>& frame_pointer) {
  const FinishAtEnd finish(backend_);
  if (lane_ && lane_->IsDone()) FinishMapping();
  const DeviceFrame& device_frame = *frame_pointer;
  const Frame& frame = device_frame.host();
  const auto timestep = static_cast<int64_t>(frames_.size());
  if (timestep == 0) camera_ = frame.camera;
  const bool begins = !localises_only_ && !HasBegun(frames_) && CanBegin(device_frame);
  if (begins && frame.world_from_camera) world_from_map_ = *frame.world_from_camera * first_camera_from_map_;
  FrameRecord record;
  record.dataset_index = frame.index;
  record.timestamp_s = frame.timestamp_s;
  record.world_from_camera_truth = frame.world_from_camera;

  FrameReport report;
  report.sharpness = sharpness_.Compare(device_frame.sharpness());
  report.waits_for_depth = !localises_only_ && !HasBegun(frames_) && !begins;
  {
    const MeasuredStage stage("track", &report.track_ms);
    report.tracking = TrackFrame(device_frame, begins);
    backend_.finish();
    if (IsFoundAgain(report.tracking)) TakeBackContradicted(device_frame, &report);
  }
  const bool mapped = begins ? device_frame.valid_pixels() > 0 : IsMapped(timestep, report.tracking);
  if (mapped) MapFrame(frame_pointer, timestep, &report);
  record.camera_from_map = report.tracking.camera_from_map;
  record.state = report.tracking.state;
  if (record.state == TrackingState::kTracking && KeepsRecent())
    tracker_.Remember(frame_pointer, record.camera_from_map);
  frames_.push_back(std::move(record));
  if (ClosesLoops()) {
    if (report.tracking.relocalized && report.tracking.reference) {
      loops_.MoveTo(*report.tracking.reference);
      tracker_.SetUsable(loops_.Near());
    }
    if (mapped) CloseLoops(device_frame, &report);
  }
  frames_.back().online_camera_from_map = frames_.back().camera_from_map;
  return report;
}

bool SlamSystem::IsFoundAgain(const TrackingReport& tracking) const {
  if (localises_only_ || frames_.empty() || tracking.state != TrackingState::kTracking) return false;
  return tracking.relocalized || frames_.back().state != TrackingState::kTracking;
}

void SlamSystem::TakeBackContradicted(const DeviceFrame& frame, FrameReport* report) {
  const std::vector<KeyframeVerdict> contradicted = tracker_.FindContradicted();
  if (contradicted.empty()) return;
  report->taken_back = ReportOf(contradicted, keyframes_.all());
  std::vector<size_t> keyframes;
  std::ranges::transform(contradicted, std::back_inserter(keyframes), &KeyframeVerdict::keyframe);
  FinishMapping();
  if (before_mapping_) before_mapping_();
  report->taken_back->gaussians = TakeBack(keyframes);
  report->tracking = tracker_.Locate(frame, [this] { return CurrentMap(); });
  backend_.finish();
}

int64_t SlamSystem::TakeBack(std::span<const size_t> keyframes) {
  backend_.finish();
  DoubtFramesOf(keyframes, keyframes_.all(), &frames_);
  std::vector<int64_t> timesteps;
  for (const size_t k : keyframes) timesteps.push_back(keyframes_.all()[k].timestep);
  for (size_t i = keyframes.size(); i-- > 0;) keyframes_.Remove(keyframes[i]);
  loops_.Remove(keyframes);
  if (ClosesLoops()) tracker_.SetUsable(loops_.Near());
  tracker_.Forget();
  return mapper_.RemoveMadeBy(timesteps);
}

bool SlamSystem::ClosesLoops() const {
  return config_.loops.enabled && !localises_only_ && config_.tracking.mode == TrackingMode::kEstimate &&
         config_.tracking.alignment.enabled;
}

void SlamSystem::CloseLoops(const DeviceFrame& frame, FrameReport* report) {
  const Stage stage("loops");
  loops_.AddKeyframe(report->tracking.reference, report->tracking.alignment);
  std::vector<Pose> corrected;
  report->loop = loops_.Find(frame, &corrected);
  if (report->loop && report->loop->outcome == LoopOutcome::kClosed) {
    FinishMappingOf(report);  // nobody reads the map yet
    CorrectKeyframes(corrected);
    corrected_frames_ = static_cast<int64_t>(frames_.size());
  }
  tracker_.SetUsable(loops_.Near());
  backend_.finish();
}

bool SlamSystem::CanBegin(const DeviceFrame& frame) const {
  return frame.valid_pixels() > 0 || mapper_.map().size() > 0;
}

TrackingReport SlamSystem::TrackFrame(const DeviceFrame& frame, bool begins) {
  const bool estimates = config_.tracking.mode == TrackingMode::kEstimate;
  const auto& truth = frame.host().world_from_camera;
  if (!estimates && !truth) {
    throw Error("tracking.mode ground_truth: frame " + std::to_string(frame.index()) +
                " of the data set has no true pose, expected one; use tracking.mode estimate");
  }
  const MapAccess map = [this] { return CurrentMap(); };
  if (localises_only_ && !HasBegun(frames_)) return tracker_.Locate(frame, map);
  TrackingReport report;
  report.camera_from_map = first_camera_from_map_;
  if (!begins && !HasBegun(frames_)) {
    report.state = TrackingState::kLost;
    return report;
  }
  if (!begins && estimates) return tracker_.Track(frame, map);
  if (!begins) report.camera_from_map = truth->inverse() * world_from_map_;
  tracker_.SetPose(report.camera_from_map);
  return report;
}

bool SlamSystem::IsMapped(int64_t timestep, const TrackingReport& tracking) {
  if (tracking.state != TrackingState::kTracking || localises_only_) return false;
  if (WouldWait()) return false;
  // Where the frame that was due was in doubt, or came too early, the next that is not takes its place.
  const int64_t every = effort_.every_frames;
  const int64_t newest = keyframes_.empty() ? 0 : keyframes_.newest().timestep;
  return (timestep + 1) / every > (newest + 1) / every;
}

}  // namespace isogs
