// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cpu/simd_targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_linearize.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_lists-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Blending with its derivative towards a common motion (u, v) of all splats in the image [1/px]: forward
/// mode, which needs neither what lies behind a splat nor a division.
struct MotionState {
  Floats transmittance, transmittance_u, transmittance_v;
  Floats intensity_u, intensity_v, depth_u, depth_v;
};
inline constexpr int kMotionChannels = 7;
static_assert(kMotionChannels <= 10);

HWY_INLINE MotionState LoadMotion(const TileScratch& scratch, int block) {
  const FloatTag d;
  const float* pixels = scratch.pixels[0] + block * kLanes;
  return {hn::Load(d, pixels),
          hn::Load(d, pixels + kTilePixels),
          hn::Load(d, pixels + 2 * kTilePixels),
          hn::Load(d, pixels + 3 * kTilePixels),
          hn::Load(d, pixels + 4 * kTilePixels),
          hn::Load(d, pixels + 5 * kTilePixels),
          hn::Load(d, pixels + 6 * kTilePixels)};
}

HWY_INLINE void StoreMotion(const MotionState& s, int block, TileScratch* scratch) {
  const FloatTag d;
  float* pixels = scratch->pixels[0] + block * kLanes;
  hn::Store(s.transmittance, d, pixels);
  hn::Store(s.transmittance_u, d, pixels + kTilePixels);
  hn::Store(s.transmittance_v, d, pixels + 2 * kTilePixels);
  hn::Store(s.intensity_u, d, pixels + 3 * kTilePixels);
  hn::Store(s.intensity_v, d, pixels + 4 * kTilePixels);
  hn::Store(s.depth_u, d, pixels + 5 * kTilePixels);
  hn::Store(s.depth_v, d, pixels + 6 * kTilePixels);
}

HWY_INLINE void BlendMotion(const View& view, const TileScratch& scratch, int block,
                            Floats final_transmittance, MotionState* state) {
  const BlockPixels pixels = PixelsOfBlock(block);
  const Floats min_power = Set(view.log2_min_alpha), max_alpha = Set(kMaxAlpha);
  const Floats two_ln2 = Set(2.0f * 0.69314718056f);
  const uint32_t* list = scratch.lists[block];
  const uint32_t size = scratch.list_sizes[block];
  MotionState s = *state;
  for (uint32_t i = 0; i < size; ++i) {
    const LocalSplat& splat = scratch.splats[list[i]];
    const Coverage cover = CoverBlock(splat, pixels);
    const FloatMask blends =
        hn::And(hn::Ge(cover.power, min_power), hn::Gt(s.transmittance, final_transmittance));
    const Floats alpha = hn::IfThenElseZero(blends, hn::Min(cover.unbounded, max_alpha));
    // d ln(alpha) / du = 2 ln2 a e: the splat's motion is the opposite of the pixel's.
    const Floats moving = hn::IfThenElseZero(hn::Lt(cover.unbounded, max_alpha), hn::Mul(alpha, two_ln2));
    const Floats moving_e = hn::Mul(moving, cover.e);
    const Floats alpha_u = hn::Mul(moving_e, Set(splat.a));
    const Floats alpha_v =
        hn::MulAdd(moving_e, Set(splat.b), hn::Mul(hn::Mul(moving, cover.f), Set(splat.c)));
    const Floats weight_u = hn::MulAdd(alpha_u, s.transmittance, hn::Mul(alpha, s.transmittance_u));
    const Floats weight_v = hn::MulAdd(alpha_v, s.transmittance, hn::Mul(alpha, s.transmittance_v));
    const Floats intensity = Set((splat.red + splat.green + splat.blue) * (1.0f / 3.0f));
    const Floats z = Set(splat.z);
    s.intensity_u = hn::MulAdd(weight_u, intensity, s.intensity_u);
    s.intensity_v = hn::MulAdd(weight_v, intensity, s.intensity_v);
    s.depth_u = hn::MulAdd(weight_u, z, s.depth_u);
    s.depth_v = hn::MulAdd(weight_v, z, s.depth_v);
    s.transmittance_u = hn::Sub(s.transmittance_u, weight_u);
    s.transmittance_v = hn::Sub(s.transmittance_v, weight_v);
    s.transmittance = hn::Sub(s.transmittance, hn::Mul(alpha, s.transmittance));
  }
  *state = s;
}

/// A plane of the image at the block's pixels, zero outside of the image.
HWY_INLINE Floats LoadPlane(const View& view, const Tile& tile, int block, const float* image) {
  alignas(64) float values[kLanes] = {};
  const int x = tile.x + BlockX(block);
  const int columns = std::clamp(view.camera.width - x, 0, kBlockWidth);
  for (int row = 0; row < kBlockHeight; ++row) {
    const int y = tile.y + BlockY(block) + row;
    if (y >= view.camera.height) break;
    const float* in = image + static_cast<size_t>(y) * view.camera.width + x;
    std::copy(in, in + columns, values + row * kBlockWidth);
  }
  return hn::Load(FloatTag(), values);
}

/// Sums of a Gauss-Newton system, still to be added up over the lanes.
struct SystemLanes {
  Floats sums[kPoseSums];
};

HWY_INLINE void AddResidual(Floats weight, Floats residual, const Floats* jacobian, SystemLanes* system) {
  int next = 0;
  for (int row = 0; row < 6; ++row) {
    const Floats weighted = hn::Mul(weight, jacobian[row]);
    for (int col = row; col < 6; ++col, ++next) {
      system->sums[next] = hn::MulAdd(weighted, jacobian[col], system->sums[next]);
    }
  }
  for (int row = 0; row < 6; ++row, ++next) {
    system->sums[next] = hn::MulAdd(hn::Mul(weight, residual), jacobian[row], system->sums[next]);
  }
}

/// With the pixel's surface point at depth Z = depth / silhouette, which moves with the pose by u', v' in the
/// image and by Z' in depth:  J_intensity = I_u u' + I_v v',   J_depth = D_u u' + D_v v' + S Z'.
HWY_INLINE void AddBlock(const View& view, const Tile& tile, int block, const PoseResiduals& residuals,
                         const MotionState& s, SystemLanes* system) {
  const FloatTag d;
  const RenderCamera& camera = view.camera;
  const float* state = tile.state + block * kStateChannels * kLanes;
  const Floats one = Set(1.0f), zero = Set(0.0f);
  const Floats silhouette = hn::Sub(one, hn::Load(d, state));
  const FloatMask seen = hn::Gt(silhouette, zero);
  const Floats z = hn::IfThenElse(seen, hn::Div(hn::Load(d, state + 4 * kLanes), silhouette), one);
  const Floats inverse_z = hn::Div(one, z);
  const BlockPixels pixels = PixelsOfBlock(block);
  const Floats ray_x = hn::Mul(hn::Add(pixels.x, Set(TileCentreX(tile) - camera.cx)), Set(1.0f / camera.fx));
  const Floats ray_y = hn::Mul(hn::Add(pixels.y, Set(TileCentreY(tile) - camera.cy)), Set(1.0f / camera.fy));
  const Floats y = hn::Mul(ray_y, z), x = hn::Mul(ray_x, z);
  const Floats scale_u = hn::Mul(Set(camera.fx), inverse_z), scale_v = hn::Mul(Set(camera.fy), inverse_z);
  // Of p <- p + rho + theta x p: x' = (1, 0, 0, 0, z, -y), y' = (0, 1, 0, -z, 0, x), z' = (0, 0, 1, y, -x,
  // 0).
  const Floats depth_motion[6] = {zero, zero, one, y, hn::Neg(x), zero};
  const Floats x_motion[6] = {one, zero, zero, zero, z, hn::Neg(y)};
  const Floats y_motion[6] = {zero, one, zero, hn::Neg(z), zero, x};
  Floats to_intensity[6], to_depth[6];
  for (int i = 0; i < 6; ++i) {
    const Floats u = hn::Mul(scale_u, hn::NegMulAdd(ray_x, depth_motion[i], x_motion[i]));
    const Floats v = hn::Mul(scale_v, hn::NegMulAdd(ray_y, depth_motion[i], y_motion[i]));
    to_intensity[i] = hn::MulAdd(s.intensity_u, u, hn::Mul(s.intensity_v, v));
    to_depth[i] = hn::MulAdd(s.depth_u, u, hn::MulAdd(s.depth_v, v, hn::Mul(silhouette, depth_motion[i])));
  }
  const Floats intensity_weight =
      hn::IfThenElseZero(seen, LoadPlane(view, tile, block, residuals.intensity_weight));
  const Floats depth_weight = hn::IfThenElseZero(seen, LoadPlane(view, tile, block, residuals.depth_weight));
  AddResidual(intensity_weight, LoadPlane(view, tile, block, residuals.intensity), to_intensity, system);
  AddResidual(depth_weight, LoadPlane(view, tile, block, residuals.depth_m), to_depth, system);
}

void LinearizeTile(const View& view, const Splat* splats, const Tile& tile, const PoseResiduals& residuals,
                   TileScratch* scratch, double* sums) {
  const FloatTag d;
  const Floats zero = Set(0.0f);
  for (int block = 0; block < kBlocks; ++block) {
    StoreMotion({Set(1.0f), zero, zero, zero, zero, zero, zero}, block, scratch);
  }
  for (size_t first = 0; first < tile.entries.size(); first += kSegmentEntries) {
    ListSplatsOfBlocks(
        splats, tile,
        tile.entries.subspan(first, std::min<size_t>(kSegmentEntries, tile.entries.size() - first)), scratch);
    for (int block = 0; block < kBlocks; ++block) {
      MotionState s = LoadMotion(*scratch, block);
      BlendMotion(view, *scratch, block, hn::Load(d, tile.state + block * kStateChannels * kLanes), &s);
      StoreMotion(s, block, scratch);
    }
  }
  SystemLanes system;
  for (Floats& sum : system.sums) sum = zero;
  for (int block = 0; block < kBlocks; ++block) {
    AddBlock(view, tile, block, residuals, LoadMotion(*scratch, block), &system);
  }
  for (int i = 0; i < kPoseSums; ++i) {
    sums[i] = static_cast<double>(hn::GetLane(hn::SumOfLanes(d, system.sums[i])));
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(LinearizeTile);
}  // namespace

void LinearizeTile(const View& view, const Splat* splats, const Tile& tile, const PoseResiduals& residuals,
                   TileScratch* scratch, double* sums) {
  HWY_DYNAMIC_DISPATCH(LinearizeTile)(view, splats, tile, residuals, scratch, sums);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
