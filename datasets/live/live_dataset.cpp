// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_dataset.h"

#include <string>

#include "datasets/live/live_images.h"
#include "datasets/replica_dataset.h"
#include "datasets/stored_shapes.h"
#include "shared/core/error.h"

namespace isogs {

namespace {

void CheckOneView(const CameraFacts& facts) {
  const auto side = [](int64_t pixels) { return static_cast<int>(pixels); };
  if (SameAspect(side(facts.color_width), side(facts.color_height), side(facts.depth_width),
                 side(facts.depth_height)))
    return;
  throw UsageError("camera: found colours of " + std::to_string(facts.color_width) + "x" +
                   std::to_string(facts.color_height) + " and depth of " + std::to_string(facts.depth_width) +
                   "x" + std::to_string(facts.depth_height) +
                   ", expected the same view: depth must be registered to colour first (docs/live.md)");
}

}  // namespace

std::unique_ptr<LiveDataset> LiveDataset::Open(LiveCamera& camera,
                                               const std::optional<std::string>& record_in,
                                               const DatasetConfig& config) {
  const std::optional<CameraFacts> facts = camera.Facts();
  if (!facts) return nullptr;
  return std::unique_ptr<LiveDataset>(new LiveDataset(*facts, record_in, config));
}

LiveDataset::LiveDataset(const CameraFacts& facts, const std::optional<std::string>& record_in,
                         const DatasetConfig& config)
    : images_(MakeLiveFrameImages(facts, config)) {
  CheckOneView(facts);
  if (!record_in) return;
  recording_ = std::make_unique<FrameRecording>(*record_in, facts);
  if (recording_->frame_count() == 0) return;
  DatasetConfig recorded = config;
  recorded.path = *record_in;
  recorded_ = OpenReplica(recorded);
}

Frame LiveDataset::Read(int64_t index) const {
  if (!recorded_) throw Error("live frame " + std::to_string(index) + ": was not recorded");
  return recorded_->Read(index);
}

}  // namespace isogs
