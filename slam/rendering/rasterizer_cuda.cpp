// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/rasterizer_cuda.h"

#include "slam/rendering/cuda/tile_kernels.h"

namespace isogs {
namespace {

using Vector6 = Eigen::Matrix<double, 6, 1>;

class CudaRasterizer : public Rasterizer {
 public:
  explicit CudaRasterizer(cuda::Stream stream)
      : stream_(stream), sorter_(stream), renderer_(stream), backward_(stream), pose_(stream) {}

  void Render(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options,
              float* planes) override {
    map_ = map;
    lists_ = sorter_.Sort(map, camera, options.min_alpha);
    trace_ = renderer_.Render(lists_, planes);
  }

  std::span<const int32_t> VisibleGaussians() const override {
    return {lists_.gaussians, static_cast<size_t>(lists_.visible)};
  }

  GradientRows Backward(const float* plane_gradients) override {
    rows_.Reserve(lists_.visible * column::kStride);
    if (lists_.visible > 0) {
      cuda::GradientRowsFromSums(stream_, map_, lists_, backward_.Sum(lists_, trace_, plane_gradients),
                                 rows_.data());
    }
    return {lists_.visible, lists_.gaussians, rows_.data()};
  }

  Vector6 BackwardPose(const float* plane_gradients) override {
    Vector6 twist = Vector6::Zero();
    if (lists_.visible > 0) {
      pose_.Backward(map_, lists_, backward_.Sum(lists_, trace_, plane_gradients), twist.data());
    }
    return twist;
  }

  PoseSystem LinearizePose(const PoseResiduals& residuals) override {
    return pose_.Linearize(lists_, trace_, residuals);
  }

 private:
  cuda::Stream stream_;
  cuda::SplatSorter sorter_;
  cuda::TileRenderer renderer_;
  cuda::TileBackward backward_;
  cuda::PoseKernels pose_;
  cuda::DeviceArray<float> rows_{"gradients"};  // [V,16]
  // Of the last Render.
  GaussianView map_;
  cuda::SplatLists lists_;
  cuda::RenderTrace trace_;
};

}  // namespace

std::unique_ptr<Rasterizer> MakeCudaRasterizer(cuda::Stream stream) {
  return std::make_unique<CudaRasterizer>(stream);
}

}  // namespace isogs
