// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_dataset.h"

#include "datasets/live/live_images.h"
#include "datasets/replica_dataset.h"
#include "shared/core/error.h"

namespace isogs {

std::unique_ptr<LiveDataset> LiveDataset::Open(LiveCamera& camera, const std::optional<std::string>& record_in,
                                               const DatasetConfig& config) {
  const std::optional<CameraFacts> facts = camera.Facts();
  if (!facts) return nullptr;
  return std::unique_ptr<LiveDataset>(new LiveDataset(*facts, record_in, config));
}

LiveDataset::LiveDataset(const CameraFacts& facts, const std::optional<std::string>& record_in,
                         const DatasetConfig& config)
    : images_(MakeLiveFrameImages(facts, config)) {
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
