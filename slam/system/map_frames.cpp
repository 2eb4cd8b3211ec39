// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// When frames are mapped, and who waits for it.
#include <string>
#include <utility>

#include "shared/core/out_of_memory.h"
#include "shared/profile/stage.h"
#include "slam/system/slam_system.h"

namespace isogs {

void SlamSystem::MapBeside(std::function<void(const MappedFrame&)> mapped) {
  lane_ = std::make_unique<MappingLane>();
  mapped_ = std::move(mapped);
}

MappedFrame SlamSystem::TakeMapped() {
  mapping_failed_ = true;  // unless it goes well
  MappedFrame mapped = Timed("wait for mapping", [&] { return lane_->Take(); });
  mapping_failed_ = false;
  return mapped;
}

void SlamSystem::FinishMapping() {
  if (IsMapping()) mapped_(TakeMapped());
}

void SlamSystem::FinishMappingOf(FrameReport* report) {
  if (!IsMapping()) return;
  const MappedFrame mapped = TakeMapped();
  report->mapping = mapped.mapping;
  report->map_ms = mapped.map_ms;
}

GaussianView SlamSystem::CurrentMap() {
  FinishMapping();
  return mapper_.map().View();
}

void SlamSystem::MapFrame(const std::shared_ptr<const DeviceFrame>& frame, int64_t timestep,
                          FrameReport* report) {
  FinishMapping();
  Timed("encode keyframe", [&] { keyframes_.Add(timestep, report->tracking.camera_from_map, *frame); });
  report->is_keyframe = true;
  if (lane_) {
    const auto purpose = [this, timestep] {
      return "mapping frame " + std::to_string(timestep) + ", with " + std::to_string(mapper_.map().size()) +
             " Gaussians";
    };
    lane_->Start([this, frame, timestep, purpose, iterations = effort_.iterations] {
      return WithMemoryFor(purpose, [&] { return MapNewest(*frame, timestep, iterations); });
    });
    return;
  }
  try {
    const MappedFrame mapped = MapNewest(*frame, timestep, effort_.iterations);
    report->mapping = mapped.mapping;
    report->map_ms = mapped.map_ms;
  } catch (...) {
    keyframes_.Remove(keyframes_.all().size() - 1);
    throw;
  }
}

MappedFrame SlamSystem::MapNewest(const DeviceFrame& frame, int64_t timestep, int iterations) {
  MappedFrame mapped;
  mapped.position = timestep;
  {
    const MeasuredStage stage("map", &mapped.map_ms);
    if (before_mapping_) Timed("wait for the snapshot", before_mapping_);
    mapped.mapping = mapper_.MapNewest(frame, iterations);
    backend_.finish();  // others may read the map now
  }
  return mapped;
}

}  // namespace isogs
