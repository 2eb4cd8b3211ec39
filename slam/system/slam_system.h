// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "run/frame_record.h"
#include "run/slam_state.h"
#include "shared/config/config.h"
#include "shared/core/random.h"
#include "slam/backend/backend.h"
#include "slam/loops/loop_closer.h"
#include "slam/mapping/mapper.h"
#include "slam/system/mapping_effort.h"
#include "slam/system/mapping_lane.h"
#include "slam/system/taken_back.h"
#include "slam/tracking/tracker.h"

namespace isogs {

/// What happened to one frame.
struct FrameReport {
  TrackingReport tracking;
  bool is_keyframe = false;
  std::optional<MappingReport> mapping;  // nothing of a keyframe: it is mapped beside the next frames
  std::optional<LoopReport> loop;
  std::optional<TakenBackReport> taken_back;  // before the frame was mapped
  double sharpness = 1.0;                     // over the newest frames' median
  bool waits_for_depth = false;  // no frame so far has depth, so that there is no map to track on
  double track_ms = 0.0;
  double map_ms = 0.0;
};

/// A map made elsewhere.
struct InitialMap {
  GaussianCloud map;
  Pose first_camera_from_map = Pose::Identity();  // of the first frame
  Pose world_from_map = Pose::Identity();         // where the data set knows no pose of the first frame
};

/// Tracking and mapping of one sequence, frame by frame, without files: the synchronous core of the SLAM
/// process.
class SlamSystem {
 public:
  SlamSystem(const Config& config, Backend backend);

  /// Starts from a map made elsewhere. Before the first frame only.
  void SetInitialMap(const InitialMap& initial);

  /// Only finds frames in the map of a finished run, by its keyframes, and leaves it as it is. Before the
  /// first frame only. `read_frame` is of that run's data set; for the rest see Restore.
  void LocaliseIn(SlamState finished, const std::function<Frame(int64_t)>& read_frame);

  /// Copies all that the next frames depend on into `state`, whose memory is used again. After FinishMapping.
  void Save(SlamState* state) const;
  /// Goes on from a saved state: the next frame is the one after its last. `read_frame` gives the data set's
  /// frame of an index, from several threads at once. Throws UsageError if an image or the camera is not what
  /// the state was made with.
  void Restore(const SlamState& state, const std::function<Frame(int64_t)>& read_frame);

  /// The frame's position in the run is the number of frames processed before it.
  FrameReport Process(const std::shared_ptr<const DeviceFrame>& frame);
  FrameReport Process(Frame frame) {
    return Process(std::make_shared<const DeviceFrame>(std::move(frame), backend_.memory));
  }

  /// From now on each keyframe is mapped on a thread of its own beside the next frames, until the next one is
  /// due or a frame needs the map: what frames find, and what the map becomes, stays the same to the bit.
  /// `mapped` is told when a frame is whose report lacks it, on the caller's thread, in Process or
  /// FinishMapping, before the map changes again. With a back end in host memory only.
  void MapBeside(std::function<void(const MappedFrame&)> mapped);
  /// From the next frame on; else it is what is configured. What a run becomes depends on it.
  void SetEffort(const MappingEffort& effort) { effort_ = effort; }
  /// From now on no frame is mapped while another one is: the next that comes after it takes its place, so
  /// that only frames in doubt wait for mapping. What a run becomes depends on how fast it is.
  void PostponeKeyframes() { postpones_keyframes_ = true; }
  /// Whether a frame is being mapped: what mapper() gives must be left alone until FinishMapping.
  bool IsMapping() const { return lane_ && lane_->IsUnderWay(); }
  /// Whether FinishMapping would wait, where keyframes are postponed rather than waited for.
  bool WouldWait() const { return postpones_keyframes_ && IsMapping() && !lane_->IsDone(); }
  /// Waits for the frame that is being mapped, if one is. Throws what mapping it threw.
  void FinishMapping();
  /// Whether mapping a frame beside others threw: the map is half-way, and no state to go on from.
  bool MappingFailed() const { return mapping_failed_; }

  /// Gives the keyframes the poses `camera_from_map`, and moves all that was made from their old ones:
  /// frames, Gaussians, what tracking knows. Where the map may change: in Process after BeforeMapping's call,
  /// or between frames while nobody reads the map.
  void CorrectKeyframes(std::span<const Pose> camera_from_map);

  /// Removes keyframes (ascending, not the first one) with the Gaussians that they made, and no longer
  /// believes the frames that were tracked from each until the next. Where the map may change, see
  /// CorrectKeyframes. Returns how many Gaussians went.
  int64_t TakeBack(std::span<const size_t> keyframes);

  /// Is called each time before the map changes, for those who read it on other threads; on the thread that
  /// changes it.
  void SetBeforeMapping(std::function<void()> before_mapping) { before_mapping_ = std::move(before_mapping); }

  const std::vector<FrameRecord>& frames() const { return frames_; }
  /// Loops whose drift was corrected.
  int64_t closed_loops() const { return loops_.closed(); }
  /// How many frames there were when poses of earlier ones last jumped; 0: never.
  int64_t corrected_frames() const { return corrected_frames_; }
  const Mapper& mapper() const { return mapper_; }
  const KeyframeStore& keyframes() const { return keyframes_; }
  const Backend& backend() const { return backend_; }
  /// The data set's pose of the map's frame (the first camera); identity where unknown.
  const Pose& world_from_map() const { return world_from_map_; }
  const Camera& camera() const { return camera_; }

 private:
  void RestoreKeyframes(const SlamState& state, const std::function<Frame(int64_t)>& read_frame);
  /// Whether frames are aligned against the recent one.
  bool KeepsRecent() const;
  /// The newest frame that is kTracking, read again from the data set.
  void RestoreRecent(const SlamState& state, const std::function<Frame(int64_t)>& read_frame);
  /// Whether a map can begin with the frame.
  bool CanBegin(const DeviceFrame& frame) const;
  TrackingReport TrackFrame(const DeviceFrame& frame, bool begins);
  /// With all keyframes so far, as tracking wants it.
  GaussianView CurrentMap();
  /// Waits for the call under way.
  MappedFrame TakeMapped();
  /// Waits for the mapping of the frame that `report`, nobody has seen yet, is of.
  void FinishMappingOf(FrameReport* report);
  /// Makes a keyframe of the frame and maps it, or has that done beside.
  void MapFrame(const std::shared_ptr<const DeviceFrame>& frame, int64_t timestep, FrameReport* report);
  MappedFrame MapNewest(const DeviceFrame& frame, int64_t timestep, int iterations);
  /// Whether the frame follows some in doubt, or was found elsewhere than it was thought to be.
  bool IsFoundAgain(const TrackingReport& tracking) const;
  /// Where the camera was found again: takes back what was mapped last if older keyframes contradict it, and
  /// finds the frame without it.
  void TakeBackContradicted(const DeviceFrame& frame, FrameReport* report);
  bool ClosesLoops() const;
  /// After mapping: what the newest keyframe, made of `frame`, says about where others were.
  void CloseLoops(const DeviceFrame& frame, FrameReport* report);
  bool IsMapped(int64_t timestep, const TrackingReport& tracking);

  Config config_;
  MappingEffort effort_;
  Backend backend_;
  Random random_;
  KeyframeStore keyframes_;
  Tracker tracker_;
  Mapper mapper_;
  LoopCloser loops_;
  RecentSharpness sharpness_;
  Camera camera_;
  bool localises_only_ = false;
  Pose first_camera_from_map_ = Pose::Identity();
  Pose world_from_map_ = Pose::Identity();
  std::vector<FrameRecord> frames_;
  int64_t corrected_frames_ = 0;
  std::function<void()> before_mapping_;
  std::function<void(const MappedFrame&)> mapped_;
  bool mapping_failed_ = false;
  bool postpones_keyframes_ = false;
  std::unique_ptr<MappingLane> lane_;  // null: frames are mapped in Process; last, so that it ends first
};

}  // namespace isogs
