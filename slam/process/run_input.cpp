// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_input.h"

#include <atomic>
#include <utility>

#include "datasets/frame_prefetcher.h"
#include "datasets/layouts.h"
#include "run/dataset_place.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"

namespace isogs {
namespace {

/// Those of a data set, then those of a camera.
class OneAfterTheOther : public FrameStream {
 public:
  OneAfterTheOther(std::unique_ptr<FrameStream> first,
                   std::function<std::unique_ptr<FrameStream>()> make_second)
      : first_(std::move(first)), make_second_(std::move(make_second)) {}

  std::optional<Frame> Next() override {
    if (!second_) {
      if (std::optional<Frame> frame = first_->Next()) return frame;
      second_ = make_second_();
      shared_second_ = second_.get();
      if (is_stopped_) second_->Stop();
    }
    return second_->Next();
  }
  int64_t bad_frames() const override {
    const FrameStream* const second = shared_second_;
    return first_->bad_frames() + (second != nullptr ? second->bad_frames() : 0);
  }
  int64_t dropped_frames() const override {
    const FrameStream* const second = shared_second_;
    return second != nullptr ? second->dropped_frames() : 0;
  }
  void Stop() override {
    is_stopped_ = true;
    if (FrameStream* const second = shared_second_) second->Stop();
  }

 private:
  std::unique_ptr<FrameStream> first_;
  std::function<std::unique_ptr<FrameStream>()> make_second_;
  std::unique_ptr<FrameStream> second_;                // null: the first goes on
  std::atomic<FrameStream*> shared_second_ = nullptr;  // for other threads
  std::atomic<bool> is_stopped_ = false;
};

/// Where the frames lie: of a run that goes on, where it read them before.
DatasetConfig FindDataset(const Config& config, const RunOptions& options) {
  DatasetConfig found = config.dataset;
  if (!options.fresh && !options.dataset_named && !found.path.empty()) {
    found.path = FindRunDataset(RunDirectory(config.output), found.path);
  }
  return found;
}

}  // namespace

std::unique_ptr<RunInput> RunInput::Open(const Config& config, const RunOptions& options,
                                         const std::function<bool()>& stop) {
  std::unique_ptr<RunInput> input(new RunInput());
  if (options.live && (config.start != 0 || config.stride != 1)) {
    throw UsageError(
        "start, stride: found others than 0 and 1, expected those: a live camera has no frames to leave out");
  }
  if (!options.live) {
    const DatasetConfig place = FindDataset(config, options);
    input->dataset_ = OpenDataset(place);
    input->folder_ = place.path;
    input->place_ = LookUpDataset(place.path).path.string();
    return input;
  }
  input->camera_ = std::make_unique<LiveCamera>(*options.live, stop);
  std::unique_ptr<LiveDataset> live = LiveDataset::Open(*input->camera_, options.record, config.dataset);
  if (!live) return nullptr;
  input->live_ = live.get();
  input->dataset_ = std::move(live);
  input->folder_ = options.record.value_or("");
  input->place_ = "camera " + *options.live;
  return input;
}

Config RunInput::Known(Config config) const {
  SensorChoice& sensor = config.dataset.sensor;
  if (is_live()) {
    config.dataset.path = folder_;
    config.dataset.layout = "auto";
    // What people hold in their hands.
    if (sensor == SensorChoice::kAuto) sensor = SensorChoice::kKinect;
  } else if (sensor == SensorChoice::kAuto) {
    sensor = SensorOfLayout(dataset_->layout());
  }
  return config;
}

std::vector<int64_t> RunInput::Indices(const Config& config) const {
  if (is_live() && dataset_->frame_count() == 0) return {};
  return FrameIndices(dataset_->frame_count(), config.start, config.frames, config.stride);
}

std::unique_ptr<FrameStream> RunInput::Read(std::vector<int64_t> indices, int64_t most, bool needs_one,
                                            const DatasetConfig& config, double max_lag_s) {
  const auto left = static_cast<int64_t>(indices.size());
  const int ahead = FramesToReadAhead(config.prefetch_frames, dataset_->camera());
  auto stored = std::make_unique<FramePrefetcher>(*dataset_, std::move(indices), ahead, config.on_bad_frame,
                                                  needs_one && !is_live());
  if (!is_live() || (most > 0 && left >= most)) return stored;
  LiveFramesOptions options;
  options.first_index = dataset_->frame_count();
  options.most = most == 0 ? 0 : most - left;
  options.ahead = static_cast<size_t>(ahead);
  options.drop_older_than_ns = static_cast<int64_t>(max_lag_s * 1e9);
  options.on_bad_frame = config.on_bad_frame;
  return std::make_unique<OneAfterTheOther>(std::move(stored), [this, config, options] {
    return std::make_unique<LiveFrames>(*camera_, live_->images(), live_->recording(), config, options);
  });
}

}  // namespace isogs
