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
/// mode, which needs neither what lies behind a splat nor a division. Kept in TileScratch::pixels.
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

HWY_INLINE void BlendMotion(const LocalSplat* const* splats, const BlockFrame& frame, MotionState* s) {
  const Coverage cover = Cover(splats, frame);
  Pixels alpha_u[kSideBySide], alpha_v[kSideBySide], weight_u[kSideBySide], weight_v[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k) {
    // d ln(alpha) / du = 2 ln2 a e: the splat's motion is the opposite of the pixel's.
    const Pixels moving = IfThenElseZero(cover.unbounded[k] < SetPixels(kMaxAlpha),
                                         cover.alpha[k] * SetPixels(2.0f * 0.69314718056f));
    const Pixels moving_e = moving * cover.e[k], moving_f = moving * cover.f[k];
    alpha_u[k] = moving_e * SetPixels(splats[k]->a);
    alpha_v[k] = MulAdd(moving_e, SetPixels(splats[k]->b), moving_f * SetPixels(splats[k]->c));
  }
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels next = s->transmittance - cover.alpha[k] * s->transmittance;
    const PixelMask goes_on = next >= SetPixels(kMinTransmittance);
    weight_u[k] =
        IfThenElseZero(goes_on, MulAdd(alpha_u[k], s->transmittance, cover.alpha[k] * s->transmittance_u));
    weight_v[k] =
        IfThenElseZero(goes_on, MulAdd(alpha_v[k], s->transmittance, cover.alpha[k] * s->transmittance_v));
    s->transmittance = next;
    s->transmittance_u = s->transmittance_u - weight_u[k];
    s->transmittance_v = s->transmittance_v - weight_v[k];
  }
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels intensity = SetPixels((splats[k]->red + splats[k]->green + splats[k]->blue) * (1.0f / 3.0f));
    s->intensity_u = MulAdd(weight_u[k], intensity, s->intensity_u);
    s->intensity_v = MulAdd(weight_v[k], intensity, s->intensity_v);
  }
  for (int k = 0; k < kSideBySide; ++k) {
    s->depth_u = MulAdd(weight_u[k], SetPixels(splats[k]->z), s->depth_u);
    s->depth_v = MulAdd(weight_v[k], SetPixels(splats[k]->z), s->depth_v);
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

/// A plane of the image at the block's pixels, zero outside of the image.
HWY_INLINE Pixels LoadPlane(const View& view, const Tile& tile, int block, const float* image) {
  alignas(64) float values[kBlockPixels] = {};
  const int x = tile.x + BlockX(block);
  const int columns = std::clamp(view.camera.width - x, 0, kBlockSize);
  for (int row = 0; row < kBlockSize; ++row) {
    const int y = tile.y + BlockY(block) + row;
    if (y >= view.camera.height) break;
    const float* in = image + static_cast<size_t>(y) * view.camera.width + x;
    std::copy(in, in + columns, values + row * kBlockSize);
  }
  return LoadPixels(values);
}

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
void AddBlock(const View& view, const Tile& tile, int block, const PoseResiduals& residuals,
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
  const Pixels scale_u = SetPixels(camera.fx) * inverse_z, scale_v = SetPixels(camera.fy) * inverse_z;
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
  AddResidual(IfThenElseZero(seen, LoadPlane(view, tile, block, residuals.intensity_weight)),
              LoadPlane(view, tile, block, residuals.intensity), to_intensity, system);
  AddResidual(IfThenElseZero(seen, LoadPlane(view, tile, block, residuals.depth_weight)),
              LoadPlane(view, tile, block, residuals.depth_m), to_depth, system);
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
    for (int block = 0; block < kBlocks; ++block) BlendMotionBlock(view, block, scratch);
  }
  SystemLanes system;
  for (Pixels& sum : system.sums) sum = zero;
  for (int block = 0; block < kBlocks; ++block) AddBlock(view, tile, block, residuals, *scratch, &system);
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
