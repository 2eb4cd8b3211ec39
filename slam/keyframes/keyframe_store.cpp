// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/keyframe_store.h"

#include "slam/keyframes/shared_surface.h"

namespace isogs {

const Keyframe& KeyframeStore::Add(int64_t timestep, const Pose& camera_from_map, const DeviceFrame& frame,
                                   const KeyframeUse& use) {
  all_.push_back({timestep, camera_from_map, use,
                  std::make_shared<const CompactFrame>(frame, memory_, codec_), SurfaceGrid(frame.host()),
                  MakeDepthCells(frame.host().depth_m)});
  places_.Add(frame.place());
  return all_.back();
}

int64_t KeyframeStore::bytes() const {
  int64_t total = 0;
  for (const Keyframe& keyframe : all_) total += keyframe.images->bytes();
  return total;
}

}  // namespace isogs
