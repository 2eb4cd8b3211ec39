// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/reference_aligner.h"

#include "shared/profile/stage.h"
#include "slam/rendering/render_stage.h"
#include "slam/tracking/reference_keyframe.h"

namespace isogs {

ReferenceAligner::ReferenceAligner(const TrackingConfig& config, const TrackingKernels& kernels,
                                   const KeyframeStore& keyframes)
    : config_(config),
      kernels_(kernels),
      keyframes_(keyframes),
      view_planes_(kernels.memory),
      decoded_(kernels.memory) {}

AlignedPose ReferenceAligner::AlignToChosenOf(const std::vector<bool>& usable, const DeviceFrame& frame,
                                              const MapAccess& map, const RecentFrame& recent,
                                              const Pose& start) {
  if (config_.alignment.reference == AlignmentReference::kMap) return AlignToMap(frame, map, start);
  const Reference reference = Timed("choose reference", [&] {
    return ChooseReference(frame.host(), start, keyframes_.all(), recent, config_.alignment.min_overlap,
                           usable);
  });
  if (reference.kind == ReferenceKind::kMap) return AlignToMap(frame, map, start);
  if (reference.kind == ReferenceKind::kKeyframe) return AlignToKeyframe(frame, *reference.keyframe, start);
  return AlignToRecent(frame, recent, start);
}

AlignedPose ReferenceAligner::AlignToRecent(const DeviceFrame& frame, const RecentFrame& recent,
                                            const Pose& start) {
  Timed("view pyramid", [&] { kernels_.aligner.SetView(recent.frame->View(), frame.camera()); });
  return AlignToView(frame, recent.camera_from_map, start);
}

AlignedPose ReferenceAligner::AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe,
                                              const Pose& start) {
  const FrameView images = ImagesOf(keyframe);
  Timed("view pyramid", [&] { kernels_.aligner.SetView(images, frame.camera()); });
  AlignedPose aligned = AlignToView(frame, keyframe.camera_from_map, start);
  aligned.reference = keyframe.timestep;
  return aligned;
}

AlignedPose ReferenceAligner::AlignToMap(const DeviceFrame& frame, const MapAccess& map, const Pose& start) {
  const Camera& camera = frame.camera();
  view_planes_.Reserve(int64_t{plane::kCount} * camera.width * camera.height);
  RenderStage(kernels_.rasterizer, map(), MakeRenderCamera(camera, start), {}, view_planes_.data());
  Timed("view pyramid", [&] {
    kernels_.aligner.SetView(view_planes_.data(), camera, static_cast<float>(config_.min_silhouette));
  });
  return AlignToView(frame, start, start);
}

AlignedPose ReferenceAligner::AlignToView(const DeviceFrame& frame, const Pose& view_from_map,
                                          const Pose& start) {
  Timed("frame pyramid", [&] { kernels_.aligner.SetFrame(frame.View()); });
  AlignedPose aligned;
  aligned.alignment = kernels_.aligner.Align(start * view_from_map.inverse(), config_.alignment);
  aligned.camera_from_map = Orthonormalized(aligned.alignment.camera_from_view * view_from_map);
  return aligned;
}

AlignmentResult ReferenceAligner::AlignKeyframeTo(const DeviceFrame& frame, const Keyframe& keyframe,
                                                  const Pose& keyframe_from_frame) {
  Timed("view pyramid", [&] { kernels_.aligner.SetView(frame.View(), keyframe.images->camera()); });
  const FrameView images = ImagesOf(keyframe);
  Timed("frame pyramid", [&] { kernels_.aligner.SetFrame(images); });
  return kernels_.aligner.Align(keyframe_from_frame, config_.alignment);
}

AlignedPose ReferenceAligner::AlignKeyframes(const Keyframe& keyframe, const Keyframe& view,
                                             const Pose& start) {
  kernels_.aligner.SetView(ImagesOf(view), keyframe.images->camera());
  kernels_.aligner.SetFrame(ImagesOf(keyframe));  // into the same planes: the view's pyramid is made by now
  AlignedPose aligned;
  aligned.alignment = kernels_.aligner.Align(start * view.camera_from_map.inverse(), config_.alignment);
  aligned.camera_from_map = Orthonormalized(aligned.alignment.camera_from_view * view.camera_from_map);
  aligned.reference = view.timestep;
  return aligned;
}

Image<float> ReferenceAligner::DepthOf(const Keyframe& keyframe) {
  const FrameView images = ImagesOf(keyframe);
  Image<float> depth_m(1, images.height, images.width);
  decoded_.depth_m.Download(depth_m.data(), static_cast<int64_t>(depth_m.values().size()));
  return depth_m;
}

FrameView ReferenceAligner::ImagesOf(const Keyframe& keyframe) {
  if (decoded_from_ != keyframe.images) {
    const Stage stage("decode keyframe");
    decoded_view_ = keyframes_.Decode(keyframe, &decoded_);
    decoded_from_ = keyframe.images;
  }
  return decoded_view_;
}

}  // namespace isogs
