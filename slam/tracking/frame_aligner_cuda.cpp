// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/frame_aligner_cuda.h"

#include "slam/tracking/alignment_loop.h"
#include "slam/tracking/cuda/device_pyramid.h"
#include "slam/tracking/cuda/linearizer.h"

namespace isogs {
namespace {

class FrameAlignerCuda : public FrameAligner, private AlignmentLevels {
 public:
  explicit FrameAlignerCuda(cuda::Stream stream) : view_(stream), frame_(stream), linearizer_(stream) {}

  void SetView(const float* planes, const Camera& camera, float min_silhouette) override {
    view_.Build(planes, camera, min_silhouette);
  }
  void SetView(const FrameView& frame, const Camera& camera) override { view_.Build(frame, camera); }
  void SetFrame(const FrameView& frame) override { frame_.Build(frame, view_.camera()); }
  AlignmentResult Align(const Pose& camera_from_view, const AlignmentConfig& config) override {
    return AlignCoarseToFine(*this, camera_from_view, config);
  }

 private:
  size_t LevelCount() const override { return static_cast<size_t>(view_.levels().count); }
  LevelSummary Summary(size_t level) override { return view_.Summary(level); }
  AlignmentSums Linearize(size_t level, const AlignmentStep& step) override {
    return linearizer_.Sum(view_.levels().level[level], frame_.levels().level[level], step);
  }

  cuda::DeviceViewPyramid view_;
  cuda::DeviceFramePyramid frame_;
  cuda::Linearizer linearizer_;
};

}  // namespace

std::unique_ptr<FrameAligner> MakeFrameAlignerCuda(cuda::Stream stream) {
  return std::make_unique<FrameAlignerCuda>(stream);
}

}  // namespace isogs
