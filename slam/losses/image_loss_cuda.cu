// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mapping loss in two kernels, both with a block a tile of a plane. The first makes SSIM and its three
// partial derivatives, and all sums; the second blurs the derivatives to the gradient, as in fused-ssim
// (https://github.com/rahul-goel/fused-ssim), and adds that of L1. Depth and silhouette are one more plane.
#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "slam/losses/image_loss_cuda.h"
#include "slam/losses/mapping_loss_sums.h"
#include "slam/losses/pixel_loss_math.h"
#include "slam/losses/ssim_tile.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = ssim::kThreads;
constexpr int kRows = ssim::kRowsAThread;
constexpr int kLossPlanes = kColors + 1;  // the last: depth with silhouette
constexpr int kPlaneSums = 3;             // of each
enum ColorSum { kSsim, kAbsolute, kSquared };
enum DepthSum { kValid, kDepthError, kSilhouette };
constexpr int kMappingSums = kLossPlanes * kPlaneSums;
constexpr int kTrackingSums = 3;  // depth, colour, pixels

/// The planes that a loss compares.
struct Images {
  const float* planes;  // [5,H,W]
  FrameView frame;

  ISOGS_HD int64_t size() const { return static_cast<int64_t>(frame.width) * frame.height; }
  __device__ bool Has(int x, int y) const { return x < frame.width && y < frame.height; }
  __device__ int64_t PixelAt(int x, int y) const { return static_cast<int64_t>(y) * frame.width + x; }
};

/// [3,3,H,W]: of SSIM to its means of x, x^2 + y^2 and x y, for each colour.
struct Derivatives {
  float* values;
  int64_t plane_size;

  __device__ float* Map(int color, int map) const { return values + (3 * color + map) * plane_size; }
};

/// The window's sums of all four means across the rows of a tile.
__device__ void BlurMeansAcross(const ssim::Window& window, const ssim::InputTile& image,
                                const ssim::InputTile& target, ssim::RowSums (&sums)[4]) {
  for (int i = static_cast<int>(threadIdx.x); i < ssim::kHalo * ssim::kTile; i += kThreads) {
    const int row = i / ssim::kTile, column = i % ssim::kTile;
    const float* x = &image[row][column + ssim::kRadius];
    const float* y = &target[row][column + ssim::kRadius];
    ssim::Means mean = {window.taps[0] * x[0], window.taps[0] * y[0],
                        window.taps[0] * (x[0] * x[0] + y[0] * y[0]), window.taps[0] * (x[0] * y[0])};
#pragma unroll
    for (int k = 1; k <= ssim::kRadius; ++k) {
      const float tap = window.taps[k];
      mean.x += tap * (x[-k] + x[k]);
      mean.y += tap * (y[-k] + y[k]);
      mean.squares += tap * ((x[-k] * x[-k] + y[-k] * y[-k]) + (x[k] * x[k] + y[k] * y[k]));
      mean.product += tap * (x[-k] * y[-k] + x[k] * y[k]);
    }
    sums[0][row][column] = mean.x;
    sums[1][row][column] = mean.y;
    sums[2][row][column] = mean.squares;
    sums[3][row][column] = mean.product;
  }
}

/// Makes the derivatives of a tile of one colour; returns the thread's sums.
__device__ void CompareColors(const Images& images, const ssim::Window& window,
                              const Derivatives& derivatives, float (&sums)[kPlaneSums]) {
  __shared__ ssim::InputTile image, target;
  __shared__ ssim::RowSums row_sums[4];
  const int color = static_cast<int>(blockIdx.z);
  const FrameView& frame = images.frame;
  ssim::LoadTile(images.planes + color * images.size(), frame.width, frame.height, image);
  ssim::LoadTile(frame.color + color * images.size(), frame.width, frame.height, target);
  __syncthreads();
  BlurMeansAcross(window, image, target, row_sums);
  __syncthreads();
  const ssim::PixelColumn at;
  float means[4][kRows];
#pragma unroll
  for (int map = 0; map < 4; ++map) ssim::BlurDown(window, row_sums[map], at, means[map]);
#pragma unroll
  for (int i = 0; i < kRows; ++i) {
    if (!images.Has(at.x, at.y + i)) continue;
    const int64_t pixel = images.PixelAt(at.x, at.y + i);
    const ssim::Terms terms = ssim::TermsOf({means[0][i], means[1][i], means[2][i], means[3][i]});
    derivatives.Map(color, 0)[pixel] = terms.by_mean;
    derivatives.Map(color, 1)[pixel] = terms.by_squares;
    derivatives.Map(color, 2)[pixel] = terms.by_product;
    const float x = image[at.row + i + ssim::kRadius][at.column + ssim::kRadius];
    const float y = target[at.row + i + ssim::kRadius][at.column + ssim::kRadius];
    sums[kSsim] += terms.ssim;
    sums[kAbsolute] += std::abs(x - y);
    if (frame.depth_m[pixel] > 0.0f) sums[kSquared] += ShownSquare(x, y);
  }
}

/// Where the measured depth is valid: |D - S D*| and S, summed over the thread's pixels.
__device__ void CompareDepths(const Images& images, float (&sums)[kPlaneSums]) {
  const ssim::PixelColumn at;
#pragma unroll
  for (int i = 0; i < kRows; ++i) {
    if (!images.Has(at.x, at.y + i)) continue;
    const int64_t pixel = images.PixelAt(at.x, at.y + i);
    const float measured = images.frame.depth_m[pixel];
    if (!(measured > 0.0f)) continue;
    const float silhouette = images.planes[plane::kSilhouette * images.size() + pixel];
    sums[kValid] += 1.0f;
    sums[kDepthError] +=
        std::abs(images.planes[plane::kDepth * images.size() + pixel] - silhouette * measured);
    sums[kSilhouette] += silhouette;
  }
}

/// `sums` [tiles, kMappingSums].
__global__ void __launch_bounds__(kThreads)
    CompareKernel(Images images, ssim::Window window, Derivatives derivatives, double* sums) {
  __shared__ double scratch[kThreads / kWarpSize * kPlaneSums];
  float of_thread[kPlaneSums] = {};
  if (blockIdx.z == plane::kDepth) {
    CompareDepths(images, of_thread);
  } else {
    CompareColors(images, window, derivatives, of_thread);
  }
  double of_block[kPlaneSums] = {of_thread[0], of_thread[1], of_thread[2]};
  BlockSums<kThreads>(of_block, scratch);
  if (threadIdx.x != 0) return;
  const int64_t tile = static_cast<int64_t>(blockIdx.y) * gridDim.x + blockIdx.x;
  for (int k = 0; k < kPlaneSums; ++k) sums[tile * kMappingSums + blockIdx.z * kPlaneSums + k] = of_block[k];
}

__device__ void ColorGradients(const Images& images, const ssim::Window& window, const ColorScales& scales,
                               const Derivatives& derivatives, float* plane_gradients) {
  __shared__ ssim::InputTile tile[3];
  __shared__ ssim::RowSums row_sums[3];
  const int color = static_cast<int>(blockIdx.z);
  const FrameView& frame = images.frame;
  for (int map = 0; map < 3; ++map) {
    ssim::LoadTile(derivatives.Map(color, map), frame.width, frame.height, tile[map]);
  }
  __syncthreads();
  for (int map = 0; map < 3; ++map) ssim::BlurAcross(window, tile[map], row_sums[map]);
  __syncthreads();
  const ssim::PixelColumn at;
  float blurred[3][kRows];
#pragma unroll
  for (int map = 0; map < 3; ++map) ssim::BlurDown(window, row_sums[map], at, blurred[map]);
#pragma unroll
  for (int i = 0; i < kRows; ++i) {
    if (!images.Has(at.x, at.y + i)) continue;
    const int64_t value = color * images.size() + images.PixelAt(at.x, at.y + i);
    const float x = images.planes[value], y = frame.color[value];
    const float by_image = blurred[0][i] + 2.0f * x * blurred[1][i] + y * blurred[2][i];
    plane_gradients[value] = SignedBy(scales.l1, x - y) + scales.ssim * by_image;
  }
}

/// Gradients of `scale` |D - S D*| - `silhouette_scale` S where the measured depth is valid.
__device__ void DepthGradients(const Images& images, float scale, float silhouette_scale,
                               float* plane_gradients) {
  const ssim::PixelColumn at;
#pragma unroll
  for (int i = 0; i < kRows; ++i) {
    if (!images.Has(at.x, at.y + i)) continue;
    const int64_t pixel = images.PixelAt(at.x, at.y + i);
    const int64_t depth_at = plane::kDepth * images.size() + pixel;
    const int64_t silhouette_at = plane::kSilhouette * images.size() + pixel;
    const float measured = images.frame.depth_m[pixel];
    const bool valid = measured > 0.0f;
    const float error = valid ? images.planes[depth_at] - images.planes[silhouette_at] * measured : 0.0f;
    const float slope = SignedBy(scale, error);
    plane_gradients[depth_at] = slope;
    plane_gradients[silhouette_at] = valid ? -silhouette_scale - slope * measured : 0.0f;
  }
}

/// `totals` [kMappingSums] of CompareKernel's.
__global__ void __launch_bounds__(kThreads)
    GradientsKernel(Images images, ssim::Window window, ColorScales scales, MappingLossWeights weights,
                    Derivatives derivatives, const double* totals, float* plane_gradients) {
  if (blockIdx.z == plane::kDepth) {
    const double valid = totals[kColors * kPlaneSums + kValid];
    DepthGradients(images, PerValidPixel(weights.depth, valid), PerValidPixel(weights.silhouette, valid),
                   plane_gradients);
  } else {
    ColorGradients(images, window, scales, derivatives, plane_gradients);
  }
}

/// A thread a pixel. `sums` [blocks, kTrackingSums].
__global__ void __launch_bounds__(kThreads)
    TrackingKernel(Images images, TrackingLossWeights weights, float* plane_gradients, double* sums) {
  __shared__ double scratch[kThreads / kWarpSize * kTrackingSums];
  const int64_t size = images.size(), pixel = GlobalThread();
  double of_block[kTrackingSums] = {};
  if (pixel < size) {
    const float measured = images.frame.depth_m[pixel];
    const bool tracked =
        IsTracked(measured, images.planes[plane::kSilhouette * size + pixel], weights.min_silhouette);
    const float error = tracked ? images.planes[plane::kDepth * size + pixel] - measured : 0.0f;
    plane_gradients[plane::kDepth * size + pixel] = SignedBy(weights.depth, error);
    plane_gradients[plane::kSilhouette * size + pixel] = 0.0f;
    float color_error = 0.0f;
    for (int color = 0; color < kColors; ++color) {
      const int64_t at = color * size + pixel;
      const float difference = tracked ? images.planes[at] - images.frame.color[at] : 0.0f;
      plane_gradients[at] = SignedBy(weights.color, difference);
      color_error += std::abs(difference);
    }
    of_block[0] = std::abs(error);
    of_block[1] = color_error;
    of_block[2] = tracked ? 1.0 : 0.0;
  }
  BlockSums<kThreads>(of_block, scratch);
  if (threadIdx.x != 0) return;
  for (int k = 0; k < kTrackingSums; ++k) sums[int64_t{blockIdx.x} * kTrackingSums + k] = of_block[k];
}

/// A thread a pixel; `residuals` [4,H,W] in the order of PoseResiduals.
__global__ void __launch_bounds__(kThreads)
    ResidualsKernel(Images images, ImageLoss::ResidualScales scales, float* residuals) {
  const int64_t size = images.size(), pixel = GlobalThread();
  if (pixel >= size) return;
  const float measured = images.frame.depth_m[pixel];
  float intensity = 0.0f, intensity_weight = 0.0f, depth = 0.0f, depth_weight = 0.0f;
  if (IsTracked(measured, images.planes[plane::kSilhouette * size + pixel], scales.min_silhouette)) {
    for (int color = 0; color < kColors; ++color) {
      intensity += images.planes[color * size + pixel] - images.frame.color[color * size + pixel];
    }
    intensity *= 1.0f / 3.0f;
    intensity_weight = HuberWeight(intensity, scales.intensity_sigma, scales.huber);
    depth = images.planes[plane::kDepth * size + pixel] - measured;
    depth_weight = HuberWeight(depth, DepthSigma(measured, scales.depth_sigma_m), scales.huber);
  }
  residuals[pixel] = intensity;
  residuals[size + pixel] = intensity_weight;
  residuals[2 * size + pixel] = depth;
  residuals[3 * size + pixel] = depth_weight;
}

class ImageLossCuda : public ImageLoss {
 public:
  explicit ImageLossCuda(Stream stream) : algorithms_(stream) {}

  void Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
               float* plane_gradients) override;
  MappingLossValue MappingValue() override;
  TrackingLossValue Tracking(const float* planes, const FrameView& frame, const TrackingLossWeights& weights,
                             float* plane_gradients) override;
  PoseResiduals Residuals(const float* planes, const FrameView& frame, const ResidualScales& scales) override;

 private:
  Stream stream() const { return algorithms_.stream(); }

  Algorithms algorithms_;
  ssim::Window window_ = ssim::MakeWindow();
  DeviceArray<float> derivatives_{"SSIM"};      // [3,3,H,W]
  DeviceArray<double> sums_{"sums of losses"};  // the totals, then a row a block
  DeviceArray<double> mapping_totals_{"sums of losses"};
  size_t mapping_pixels_ = 0;
  MappingLossWeights mapping_weights_;
  DeviceArray<float> residuals_{"pose residuals"};  // [4,H,W]
};

void ImageLossCuda::Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
                            float* plane_gradients) {
  const Images images{planes, frame};
  const auto pixels = static_cast<size_t>(images.size());
  const dim3 tiles(BlocksFor(frame.width, ssim::kTile), BlocksFor(frame.height, ssim::kTile), kLossPlanes);
  const int64_t tile_count = int64_t{tiles.x} * tiles.y;
  const Derivatives derivatives{derivatives_.Reserve(9 * images.size()), images.size()};
  double* totals = sums_.Reserve((tile_count + 1) * kMappingSums);
  double* of_tiles = totals + kMappingSums;
  Launch(stream(), tiles, kThreads, CompareKernel, images, window_, derivatives, of_tiles);
  algorithms_.SumRows(of_tiles, tile_count, kMappingSums, totals);
  Launch(stream(), tiles, kThreads, GradientsKernel, images, window_, ColorScales(weights, pixels), weights,
         derivatives, totals, plane_gradients);
  CopyOnDevice(stream(), mapping_totals_.Reserve(kMappingSums), totals, kMappingSums * sizeof(double));
  mapping_pixels_ = pixels;
  mapping_weights_ = weights;
}

MappingLossValue ImageLossCuda::MappingValue() {
  double result[kLossPlanes][kPlaneSums];
  CopyToHost(stream(), result, mapping_totals_.data(), sizeof result);
  MappingLossSums sums;
  for (int color = 0; color < kColors; ++color) {
    sums.ssim += result[color][kSsim];
    sums.absolute_error += result[color][kAbsolute];
    sums.squared_error += result[color][kSquared];
  }
  sums.valid = static_cast<int64_t>(result[plane::kDepth][kValid]);
  sums.depth_error_m = result[plane::kDepth][kDepthError];
  sums.silhouette = result[plane::kDepth][kSilhouette];
  return MakeMappingLossValue(sums, mapping_pixels_, mapping_weights_);
}

TrackingLossValue ImageLossCuda::Tracking(const float* planes, const FrameView& frame,
                                          const TrackingLossWeights& weights, float* plane_gradients) {
  const Images images{planes, frame};
  const unsigned blocks = BlocksFor(images.size(), kThreads);
  double* totals = sums_.Reserve((int64_t{blocks} + 1) * kTrackingSums);
  double* of_blocks = totals + kTrackingSums;
  Launch(stream(), blocks, kThreads, TrackingKernel, images, weights, plane_gradients, of_blocks);
  algorithms_.SumRows(of_blocks, blocks, kTrackingSums, totals);
  double result[kTrackingSums];
  CopyToHost(stream(), result, totals, sizeof result);
  return {weights.depth * result[0] + weights.color * result[1], static_cast<int64_t>(result[2])};
}

PoseResiduals ImageLossCuda::Residuals(const float* planes, const FrameView& frame,
                                       const ResidualScales& scales) {
  const Images images{planes, frame};
  const int64_t size = images.size();
  float* residuals = residuals_.Reserve(4 * size);
  Launch(stream(), BlocksFor(size, kThreads), kThreads, ResidualsKernel, images, scales, residuals);
  return {residuals, residuals + size, residuals + 2 * size, residuals + 3 * size};
}

}  // namespace

std::unique_ptr<ImageLoss> MakeImageLossCuda(cuda::Stream stream) {
  return std::make_unique<ImageLossCuda>(stream);
}

}  // namespace isogs
