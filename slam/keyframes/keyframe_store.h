// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "slam/device/device_frame.h"
#include "slam/keyframes/keyframe.h"
#include "slam/places/place_index.h"

namespace isogs {

/// The run's keyframes in the order in which they were made, their images on the back end's device in at most
/// 6 bytes a pixel.
class KeyframeStore {
 public:
  /// `codec` must outlive it.
  KeyframeStore(MemoryKind memory, FrameCodec& codec) : memory_(memory), codec_(codec) {}

  /// Copies what is kept of the frame. `timestep` is its position in the run.
  const Keyframe& Add(int64_t timestep, const Pose& camera_from_map, const DeviceFrame& frame,
                      const KeyframeUse& use = {});
  /// Corrects where a keyframe was taken from. Who does so also moves what was made from there:
  /// SlamSystem::CorrectKeyframes.
  void SetPose(size_t keyframe, const Pose& camera_from_map) {
    all_[keyframe].camera_from_map = camera_from_map;
  }
  /// Says how mapping uses a keyframe's images.
  void SetUse(size_t keyframe, KeyframeUse use) { all_[keyframe].use = std::move(use); }
  /// Says anew what moves in a keyframe's view.
  void SetHidden(size_t keyframe, std::vector<uint8_t> hidden) {
    all_[keyframe].use.hidden = std::move(hidden);
  }
  /// Forgets a keyframe; those after it move up by one. Who does so also removes what was made from it:
  /// SlamSystem::TakeBack.
  void Remove(size_t keyframe) {
    all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(keyframe));
    places_.Remove(keyframe);
  }
  void Clear() {
    all_.clear();
    places_.Clear();
  }

  const std::vector<Keyframe>& all() const { return all_; }
  bool empty() const { return all_.empty(); }
  int64_t size() const { return static_cast<int64_t>(all_.size()); }
  const Keyframe& newest() const { return all_.back(); }
  /// What they look like: place i is keyframe i.
  const PlaceIndex& places() const { return places_; }
  /// Of all images.
  int64_t bytes() const;

  /// A keyframe's images; the view lives as long as `planes` are not decoded into again.
  FrameView Decode(const Keyframe& keyframe, DecodedFrame* planes) const {
    return keyframe.images->Decode(codec_, planes);
  }

 private:
  MemoryKind memory_;
  FrameCodec& codec_;
  std::vector<Keyframe> all_;
  PlaceIndex places_;
};

}  // namespace isogs
