// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/frame_aligner_cuda.h"

#include "slam/tracking/alignment_loop.h"
#include "slam/tracking/cuda/device_alignment.h"
#include "slam/tracking/cuda/device_pyramid.h"

namespace isogs {
namespace {

class FrameAlignerCuda : public FrameAligner, private AlignmentLevels {
 public:
  explicit FrameAlignerCuda(cuda::Stream stream) : view_(stream), frame_(stream), alignment_(stream) {}

  void SetView(const float* planes, const Camera& camera, float min_silhouette) override {
    view_.Build(planes, camera, min_silhouette);
  }
  void SetView(const FrameView& frame, const Camera& camera) override { view_.Build(frame, camera); }
  void SetFrame(const FrameView& frame) override { frame_.Build(frame, view_.camera()); }
  AlignmentResult Align(const Pose& camera_from_view, const AlignmentConfig& config) override {
    return AlignCoarseToFine(*this, camera_from_view, config);
  }

 private:
  int LevelCount() const override { return view_.levels().count; }
  void Start(const AlignmentState& state) override { alignment_.Start(state); }
  bool Iterate(int level) override {
    alignment_.Iterate(level, view_, frame_);
    return true;  // only the device knows
  }
  AlignmentState Finish() override { return alignment_.Fetch(); }

  cuda::DeviceViewPyramid view_;
  cuda::DeviceFramePyramid frame_;
  cuda::DeviceAlignment alignment_;
};

}  // namespace

std::unique_ptr<FrameAligner> MakeFrameAlignerCuda(cuda::Stream stream) {
  return std::make_unique<FrameAlignerCuda>(stream);
}

}  // namespace isogs
