// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/frame_aligner_cpu.h"

#include <algorithm>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/tracking/alignment_loop.h"
#include "slam/tracking/alignment_pyramid.h"
#include "slam/tracking/linearize_cpu.h"

namespace isogs {
namespace {

constexpr int kBandPixels = 8192;

/// Sums of all rows, added up in the order of the bands.
AlignmentSums LinearizeLevel(const ViewLevel& view, const FrameLevel& frame, const AlignmentStep& step) {
  const int height = view.camera.height;
  const int rows = std::max(1, kBandPixels / view.camera.width);
  std::vector<AlignmentSums> bands(static_cast<size_t>(PieceCount(height, rows)));
  ParallelFor(height, rows, [&](int64_t begin, int64_t end) {
    bands[static_cast<size_t>(begin / rows)] =
        LinearizeRows(view, frame, step, static_cast<int>(begin), static_cast<int>(end));
  });
  AlignmentSums total;
  for (const AlignmentSums& band : bands) total.Add(band);
  return total;
}

class FrameAlignerCpu : public FrameAligner, private AlignmentLevels {
 public:
  void SetView(const float* planes, const Camera& camera, float min_silhouette) override {
    BuildViewPyramid(planes, camera, min_silhouette, &view_);
  }
  void SetView(const FrameView& frame, const Camera& camera) override {
    BuildViewPyramid(frame, camera, &view_);
  }
  void SetFrame(const FrameView& frame) override { BuildFramePyramid(frame, view_.front().camera, &frame_); }
  AlignmentResult Align(const Pose& camera_from_view, const AlignmentConfig& config) override {
    return AlignCoarseToFine(*this, camera_from_view, config);
  }

 private:
  int LevelCount() const override { return static_cast<int>(view_.size()); }
  void Start(const AlignmentState& state) override { state_ = state; }
  bool Iterate(int level) override {
    if (state_.IsDoneAt(level)) return false;
    const auto i = static_cast<size_t>(level);
    const ViewLevel& view = view_[i];
    state_.Advance(level, {view.camera.fx, view.mean_inverse_depth, view.usable},
                   LinearizeLevel(view, frame_[i], state_.step));
    return true;
  }
  AlignmentState Finish() override { return state_; }

  std::vector<ViewLevel> view_;  // finest first
  std::vector<FrameLevel> frame_;
  AlignmentState state_;
};

}  // namespace

std::unique_ptr<FrameAligner> MakeFrameAlignerCpu() { return std::make_unique<FrameAlignerCpu>(); }

}  // namespace isogs
