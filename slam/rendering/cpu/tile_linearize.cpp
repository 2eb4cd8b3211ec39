// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_linearize.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <span>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_lists-inl.h"
#include "slam/rendering/cpu/tile_planes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Blending with its derivative towards a common motion (u, v) of all splats in the image: forward mode,
/// which needs neither what lies behind a splat nor a division. Derivatives are in units of kDerivativeUnit a
/// pixel. Kept in TileScratch::pixels.
inline constexpr float kDerivativeUnit = 2.0f * 0.69314718056f;

struct MotionState {
  Pixels transmittance, transmittance_u, transmittance_v;
  Pixels intensity_u, intensity_v, depth_u, depth_v;
};

HWY_INLINE MotionState LoadMotion(const float (*pixels)[kBlockPixels]) {
  return {LoadPixels(pixels[0]), LoadPixels(pixels[1]), LoadPixels(pixels[2]), LoadPixels(pixels[3]),
          LoadPixels(pixels[4]), LoadPixels(pixels[5]), LoadPixels(pixels[6])};
}

HWY_INLINE void StoreMotion(const MotionState& s, float (*pixels)[kBlockPixels]) {
  const Pixels* values[] = {&s.transmittance, &s.transmittance_u, &s.transmittance_v, &s.intensity_u,
                            &s.intensity_v,   &s.depth_u,         &s.depth_v};
  for (int i = 0; i < 7; ++i) StorePixels(*values[i], pixels[i]);
}

/// Of the splats' colours only their intensity is needed: it stands in place of red.
HWY_INLINE void BlendMotion(const LocalSplat* const* splats, const BlockFrame& frame, MotionState* s) {
  const Coverage cover = Cover(splats, frame);
  // d ln(alpha) / d(u, v) = 2 ln2 (a e, b e + c f): the splat's motion is the opposite of the pixel's. Zero
  // where alpha is bounded.
  Pixels u[kSideBySide], v[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k) v[k] = cover.f[k] * SetPixels(splats[k]->c);
  for (int k = 0; k < kSideBySide; ++k) v[k] = MulAdd(cover.e[k], SetPixels(splats[k]->b), v[k]);
  for (int k = 0; k < kSideBySide; ++k) {
    const PixelMask moves = cover.unbounded[k] < SetPixels(kMaxAlpha);
    u[k] = IfThenElseZero(moves, cover.e[k] * SetPixels(splats[k]->a));
    v[k] = IfThenElseZero(moves, v[k]);
  }
  Pixels weight[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels next = s->transmittance - cover.alpha[k] * s->transmittance;
    const PixelMask goes_on = next >= SetPixels(kMinTransmittance);
    weight[k] = IfThenElseZero(goes_on, cover.alpha[k] * s->transmittance);
    u[k] = IfThenElseZero(goes_on, cover.alpha[k] * MulAdd(u[k], s->transmittance, s->transmittance_u));
    v[k] = IfThenElseZero(goes_on, cover.alpha[k] * MulAdd(v[k], s->transmittance, s->transmittance_v));
    s->transmittance = next;
    s->transmittance_u = s->transmittance_u - u[k];
    s->transmittance_v = s->transmittance_v - v[k];
  }
  for (int k = 0; k < kSideBySide; ++k) {
    s->intensity_u = MulAdd(u[k], SetPixels(splats[k]->red), s->intensity_u);
    s->intensity_v = MulAdd(v[k], SetPixels(splats[k]->red), s->intensity_v);
    // The depth in a pixel changes with the opacity, and by the slope as the splat moves.
    const Pixels depth = DepthAt(*splats[k], frame);
    const Pixels shift = weight[k] * SetPixels(1.0f / kDerivativeUnit);
    s->depth_u = MulAdd(u[k], depth, NegMulAdd(shift, SetPixels(splats[k]->depth_u), s->depth_u));
    s->depth_v = MulAdd(v[k], depth, NegMulAdd(shift, SetPixels(splats[k]->depth_v), s->depth_v));
  }
}

void BlendMotionBlock(const View& view, int block, TileScratch* scratch) {
  const BlockFrame frame = {BlockXs(block), BlockYs(block), SetPixels(view.log2_min_alpha)};
  const uint32_t* list = scratch->lists[block];
  const uint32_t size = scratch->list_sizes[block];
  MotionState s = LoadMotion(scratch->pixels[block]);
  for (uint32_t i = 0; i < size; i += kSideBySide) {
    const LocalSplat* splats[kSideBySide];
    for (int k = 0; k < kSideBySide; ++k) splats[k] = &scratch->splats[list[i + k]];
    BlendMotion(splats, frame, &s);
  }
  StoreMotion(s, scratch->pixels[block]);
}

/// A tile of PoseResiduals, in blocks.
struct TileResiduals {
  alignas(64) float intensity[kTilePixels], intensity_weight[kTilePixels];
  alignas(64) float depth[kTilePixels], depth_weight[kTilePixels];

  TileResiduals(const View& view, const Tile& tile, const PoseResiduals& image) {
    const PlaneWindow window(view, tile);
    PlaneToBlocks(window, image.intensity, kBlockPixels, intensity);
    PlaneToBlocks(window, image.intensity_weight, kBlockPixels, intensity_weight);
    PlaneToBlocks(window, image.depth_m, kBlockPixels, depth);
    PlaneToBlocks(window, image.depth_weight, kBlockPixels, depth_weight);
  }
};

/// Sums of a Gauss-Newton system, still to be added up over the lanes.
struct SystemLanes {
  Pixels sums[kPoseSums];
};

HWY_INLINE void AddResidual(const Pixels& weight, const Pixels& residual, const Pixels* jacobian,
                            SystemLanes* system) {
  int next = 0;
  for (int row = 0; row < 6; ++row) {
    const Pixels weighted = weight * jacobian[row];
    for (int col = row; col < 6; ++col, ++next) {
      system->sums[next] = MulAdd(weighted, jacobian[col], system->sums[next]);
    }
  }
  for (int row = 0; row < 6; ++row, ++next) {
    system->sums[next] = MulAdd(weight * residual, jacobian[row], system->sums[next]);
  }
}

/// With the pixel's surface point at depth Z = depth / silhouette, which moves with the pose by u', v' in the
/// image and by Z' in depth:  J_intensity = I_u u' + I_v v',   J_depth = D_u u' + D_v v' + S Z'.
void AddBlock(const View& view, const Tile& tile, int block, const TileResiduals& residuals,
              const TileScratch& scratch, SystemLanes* system) {
  const RenderCamera& camera = view.camera;
  const MotionState s = LoadMotion(scratch.pixels[block]);
  const Pixels one = SetPixels(1.0f), zero = SetPixels(0.0f);
  const Pixels silhouette = one - LoadPixels(tile.State(block));
  const PixelMask seen = zero < silhouette;
  const Pixels z = IfThenElse(seen, LoadPixels(tile.State(block) + 4 * kBlockPixels) / silhouette, one);
  const Pixels inverse_z = one / z;
  const float left = static_cast<float>(tile.x) + kTileCentre, top = static_cast<float>(tile.y) + kTileCentre;
  const Pixels ray_x = (BlockXs(block) + SetPixels(left - camera.cx)) * SetPixels(1.0f / camera.fx);
  const Pixels ray_y = (BlockYs(block) + SetPixels(top - camera.cy)) * SetPixels(1.0f / camera.fy);
  const Pixels x = ray_x * z, y = ray_y * z;
  const Pixels scale_u = SetPixels(camera.fx * kDerivativeUnit) * inverse_z;
  const Pixels scale_v = SetPixels(camera.fy * kDerivativeUnit) * inverse_z;
  // p <- p + rho + theta x p
  const Pixels x_motion[6] = {one, zero, zero, zero, z, -y};
  const Pixels y_motion[6] = {zero, one, zero, -z, zero, x};
  const Pixels z_motion[6] = {zero, zero, one, y, -x, zero};
  Pixels to_intensity[6], to_depth[6];
  for (int i = 0; i < 6; ++i) {
    const Pixels u = scale_u * NegMulAdd(ray_x, z_motion[i], x_motion[i]);
    const Pixels v = scale_v * NegMulAdd(ray_y, z_motion[i], y_motion[i]);
    to_intensity[i] = MulAdd(s.intensity_u, u, s.intensity_v * v);
    to_depth[i] = MulAdd(s.depth_u, u, MulAdd(s.depth_v, v, silhouette * z_motion[i]));
  }
  const int first = block * kBlockPixels;
  AddResidual(IfThenElseZero(seen, LoadPixels(residuals.intensity_weight + first)),
              LoadPixels(residuals.intensity + first), to_intensity, system);
  AddResidual(IfThenElseZero(seen, LoadPixels(residuals.depth_weight + first)),
              LoadPixels(residuals.depth + first), to_depth, system);
}

double SumOfPixels(const Pixels& pixels) {
  const PartTag d;
  Part sum = pixels.part[0];
  for (int i = 1; i < kParts; ++i) sum = hn::Add(sum, pixels.part[i]);
  return static_cast<double>(hn::GetLane(hn::SumOfLanes(d, sum)));
}

void LinearizeTile(const View& view, const Splat* splats, const Tile& tile, const PoseResiduals& residuals,
                   TileScratch* scratch, double* sums) {
  const Pixels zero = SetPixels(0.0f);
  for (int block = 0; block < kBlocks; ++block) {
    StoreMotion({InImage(view, tile, block), zero, zero, zero, zero, zero, zero}, scratch->pixels[block]);
  }
  std::span<TileEntry> segment;
  for (Segments segments(tile); segments.Next(&segment);) {
    PrepareSegment(splats, tile, segment, scratch);
    for (size_t i = 0; i < segment.size(); ++i) {
      LocalSplat& splat = scratch->splats[i];
      splat.red = (splat.red + splat.green + splat.blue) * (1.0f / 3.0f);
    }
    for (int block = 0; block < kBlocks; ++block) BlendMotionBlock(view, block, scratch);
  }
  const TileResiduals tile_residuals(view, tile, residuals);
  SystemLanes system;
  for (Pixels& sum : system.sums) sum = zero;
  for (int block = 0; block < kBlocks; ++block)
    AddBlock(view, tile, block, tile_residuals, *scratch, &system);
  for (int i = 0; i < kPoseSums; ++i) sums[i] = SumOfPixels(system.sums[i]);
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
