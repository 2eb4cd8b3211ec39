// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/rasterizer_reference.h"

#include <algorithm>
#include <array>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/rendering/pose_linearization.h"
#include "slam/rendering/rasterizer_math.h"
#include "slam/rendering/splat_tiles.h"

namespace isogs {
namespace {

using splat::BackwardBlend;
using splat::Footprint;
using splat::Gaussian;
using splat::kTileSize;
using splat::PixelOffset;
using splat::Splat;
using splat::SplatGradient;
using splat::SplatSums;

using Vector6 = Eigen::Matrix<double, 6, 1>;

constexpr int64_t kSplatsAPiece = 1024;

/// A splat that a pixel blends.
struct Contribution {
  int64_t entry;   // place in the tile's list
  int32_t index;   // of the splat
  PixelOffset at;  // the pixel in the splat
  float alpha;
  bool bounded;  // by kMaxAlpha: no derivative to position, shape and opacity
};

class ReferenceRasterizer : public Rasterizer {
 public:
  void Render(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options,
              float* planes) override;
  std::span<const int32_t> VisibleGaussians() const override { return tiles_.gaussians; }
  GradientRows Backward(const float* plane_gradients) override;
  Vector6 BackwardPose(const float* plane_gradients) override;
  PoseSystem LinearizePose(const PoseResiduals& residuals) override;

 private:
  using PoseSums = std::array<double, splat::kPoseSums>;

  /// Calls `visit(u, v, pixel)` for the pixels of a tile.
  template <typename Visitor>
  void VisitPixels(int64_t tile, Visitor visit) const;
  /// Calls `visit(contribution)` for the splats that a pixel blends, nearest first.
  template <typename Visitor>
  void VisitContributions(int64_t tile, int u, int v, Visitor visit) const;

  void RenderTile(int64_t tile);
  void BackwardTile(int64_t tile, const float* plane_gradients, SplatSums* sums) const;
  std::vector<SplatSums> SumOverPixels(const float* plane_gradients) const;
  Footprint FootprintOf(int64_t splat) const;
  PoseSums LinearizeTile(int64_t tile, const PoseResiduals& residuals) const;

  const float* ColorOf(int64_t splat) const { return map_.colors + 3 * int64_t{tiles_.gaussians[splat]}; }
  int64_t pixel_count() const { return int64_t{camera_.width} * camera_.height; }

  GaussianView map_;
  RenderCamera camera_;
  RenderOptions options_;
  SplatTiles tiles_;
  std::vector<float> planes_;         // [5,H,W] the last rendered image
  std::vector<float> gradient_rows_;  // [V,16]
};

template <typename Visitor>
void ReferenceRasterizer::VisitPixels(int64_t tile, Visitor visit) const {
  const int u0 = static_cast<int>(tile % tiles_.tiles_u) * kTileSize;
  const int v0 = static_cast<int>(tile / tiles_.tiles_u) * kTileSize;
  for (int v = v0; v < std::min(v0 + kTileSize, camera_.height); ++v) {
    for (int u = u0; u < std::min(u0 + kTileSize, camera_.width); ++u) {
      visit(u, v, int64_t{v} * camera_.width + u);
    }
  }
}

template <typename Visitor>
void ReferenceRasterizer::VisitContributions(int64_t tile, int u, int v, Visitor visit) const {
  const std::span<const int32_t> list = tiles_.SplatsOf(tile);
  float transmittance = 1.0f;
  for (size_t entry = 0; entry < list.size(); ++entry) {
    const Splat& splat = tiles_.splats[list[entry]];
    const PixelOffset at = OffsetFrom(splat, static_cast<float>(u), static_cast<float>(v));
    const float unbounded = UnboundedAlpha(splat, Exponent(splat, at));
    const float alpha = splat::BoundedAlpha(unbounded);
    if (!(alpha >= options_.min_alpha)) continue;
    const float behind = transmittance * (1.0f - alpha);
    if (behind < splat::kMinTransmittance) break;
    visit(Contribution{static_cast<int64_t>(entry), list[entry], at, alpha, unbounded > splat::kMaxAlpha});
    transmittance = behind;
  }
}

void ReferenceRasterizer::Render(const GaussianView& map, const RenderCamera& camera,
                                 const RenderOptions& options, float* planes) {
  map_ = map;
  camera_ = camera;
  options_ = options;
  tiles_ = MakeSplatTiles(map, camera, options);
  planes_.assign(plane::kCount * pixel_count(), 0.0f);
  ParallelFor(tiles_.tile_count(), 1, [&](int64_t tile, int64_t) { RenderTile(tile); });
  std::copy(planes_.begin(), planes_.end(), planes);
}

void ReferenceRasterizer::RenderTile(int64_t tile) {
  VisitPixels(tile, [&](int u, int v, int64_t pixel) {
    float transmittance = 1.0f;
    float sums[plane::kSilhouette] = {};
    VisitContributions(tile, u, v, [&](const Contribution& c) {
      const float weight = c.alpha * transmittance;
      for (int channel = 0; channel < 3; ++channel) sums[channel] += weight * ColorOf(c.index)[channel];
      sums[plane::kDepth] += weight * DepthAt(tiles_.splats[c.index], c.at);
      transmittance *= 1.0f - c.alpha;
    });
    for (int p = 0; p < plane::kSilhouette; ++p) planes_[p * pixel_count() + pixel] = sums[p];
    planes_[plane::kSilhouette * pixel_count() + pixel] = 1.0f - transmittance;
  });
}

/// Writes the sums of one tile's pixels, one for each entry of its list.
void ReferenceRasterizer::BackwardTile(int64_t tile, const float* plane_gradients, SplatSums* sums) const {
  VisitPixels(tile, [&](int u, int v, int64_t pixel) {
    // One scalar X = sum over planes of gradient times plane stands for all of them; a splat's part of it is
    // alpha T x (docs/method.md, "Rendering").
    float g[plane::kCount];
    BackwardBlend blend{0.0f};
    for (int p = 0; p < plane::kCount; ++p) {
      g[p] = plane_gradients[p * pixel_count() + pixel];
      blend.remaining += g[p] * planes_[p * pixel_count() + pixel];
    }
    VisitContributions(tile, u, v, [&](const Contribution& c) {
      const float* color = ColorOf(c.index);
      const float depth = DepthAt(tiles_.splats[c.index], c.at);
      const float x = g[0] * color[0] + g[1] * color[1] + g[2] * color[2] + g[plane::kDepth] * depth +
                      g[plane::kSilhouette];
      const float weight = c.alpha * blend.transmittance;
      const float gradient_alpha = blend.Next(c.alpha, x);
      SplatSums& sum = sums[c.entry];
      if (!c.bounded) AddExponentGradient(c.at, -0.5f * c.alpha * gradient_alpha, &sum);
      for (int channel = 0; channel < 3; ++channel) sum.color[channel] += weight * g[channel];
      sum.depth += weight * g[plane::kDepth];
    });
  });
}

/// Sums over all pixels of each splat. Tiles run in parallel into memory of their own, and are added up in
/// their order.
std::vector<SplatSums> ReferenceRasterizer::SumOverPixels(const float* plane_gradients) const {
  std::vector<SplatSums> entries(tiles_.tile_splats.size(), SplatSums{});
  ParallelFor(tiles_.tile_count(), 1, [&](int64_t tile, int64_t) {
    BackwardTile(tile, plane_gradients, entries.data() + tiles_.tile_begin[tile]);
  });
  std::vector<SplatSums> sums(tiles_.splats.size(), SplatSums{});
  for (size_t entry = 0; entry < entries.size(); ++entry) {
    Add(entries[entry], &sums[tiles_.tile_splats[entry]]);
  }
  return sums;
}

Footprint ReferenceRasterizer::FootprintOf(int64_t splat) const {
  const Gaussian gaussian = splat::LoadGaussian(map_, tiles_.gaussians[splat]);
  return MakeFootprint(gaussian, CameraPoint(camera_, gaussian.mean), camera_);
}

GradientRows ReferenceRasterizer::Backward(const float* plane_gradients) {
  const std::vector<SplatSums> sums = SumOverPixels(plane_gradients);
  const auto count = static_cast<int64_t>(sums.size());
  gradient_rows_.assign(count * column::kStride, 0.0f);
  ParallelFor(count, kSplatsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t s = begin; s < end; ++s) {
      const Splat& splat = tiles_.splats[s];
      BackwardGaussian(FootprintOf(s), camera_, splat, GradientFromSums(splat, sums[s]),
                       gradient_rows_.data() + s * column::kStride);
    }
  });
  return {count, tiles_.gaussians.data(), gradient_rows_.data()};
}

Vector6 ReferenceRasterizer::BackwardPose(const float* plane_gradients) {
  const std::vector<SplatSums> sums = SumOverPixels(plane_gradients);
  const auto count = static_cast<int64_t>(sums.size());
  std::vector<Vector6> pieces(PieceCount(count, kSplatsAPiece), Vector6::Zero());
  ParallelFor(count, kSplatsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t s = begin; s < end; ++s) {
      Eigen::Matrix<float, 6, 1> twist = Eigen::Matrix<float, 6, 1>::Zero();
      BackwardTwist(FootprintOf(s), camera_, GradientFromSums(tiles_.splats[s], sums[s]), twist.data());
      pieces[begin / kSplatsAPiece] += twist.cast<double>();
    }
  });
  Vector6 gradient = Vector6::Zero();
  for (const Vector6& piece : pieces) gradient += piece;
  return gradient;
}

ReferenceRasterizer::PoseSums ReferenceRasterizer::LinearizeTile(int64_t tile,
                                                                 const PoseResiduals& residuals) const {
  PoseSums sums{};
  VisitPixels(tile, [&](int u, int v, int64_t pixel) {
    const splat::PixelResidual residual = {residuals.intensity[pixel], residuals.intensity_weight[pixel],
                                           residuals.depth_m[pixel], residuals.depth_weight[pixel]};
    const auto at = [&](int p) { return planes_[p * pixel_count() + pixel]; };
    const float silhouette = at(plane::kSilhouette);
    if ((residual.intensity_weight == 0.0f && residual.depth_weight == 0.0f) || !(silhouette > 0.0f)) return;
    splat::ImageGradients gradients{
        {}, {}, {(at(plane::kRed) + at(plane::kGreen) + at(plane::kBlue)) / 3.0f}, {at(plane::kDepth)}};
    VisitContributions(tile, u, v, [&](const Contribution& c) {
      gradients.Add(tiles_.splats[c.index], ColorOf(c.index), c.at, c.alpha, c.bounded);
    });
    splat::AddPixel(camera_, u, v, at(plane::kDepth), silhouette, gradients, residual, sums.data());
  });
  return sums;
}

PoseSystem ReferenceRasterizer::LinearizePose(const PoseResiduals& residuals) {
  std::vector<PoseSums> tiles(tiles_.tile_count());
  ParallelFor(tiles_.tile_count(), 1,
              [&](int64_t tile, int64_t) { tiles[tile] = LinearizeTile(tile, residuals); });
  PoseSums sums{};
  for (const PoseSums& tile : tiles) {
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += tile[i];
  }
  return splat::MakePoseSystem(sums.data());
}

}  // namespace

std::unique_ptr<Rasterizer> MakeReferenceRasterizer() { return std::make_unique<ReferenceRasterizer>(); }

}  // namespace isogs
