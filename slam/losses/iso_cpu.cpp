// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/losses/iso_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>

#include "slam/losses/iso_cpu.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

constexpr int kBatch = 256;  // samples collected before they are evaluated

HWY_INLINE uint32_t PartBits(uint32_t bits, int part) { return bits >> part & ((1u << kLanes) - 1); }

/// The lanes' Gaussians as needed to evaluate them at a point: u = axes (p - mean), q = |u|^2.
struct Whitened {
  Vec3 mean;
  Vec3 axes[3];    // rows of S^-1 R^T
  Floats opacity;  // 0 where a parameter is not a number
};

struct Rotated {
  Footprint rotation;  // its quaternion and axes alone
  Vec3 sigma;
  Floats opacity;
};

HWY_INLINE Rotated Activate(const GaussianView& lanes) {
  const FloatTag d;
  Rotated r;
  Footprint& f = r.rotation;
  hn::LoadInterleaved4(d, lanes.rotations, f.quaternion[0], f.quaternion[1], f.quaternion[2],
                       f.quaternion[3]);
  Floats norm2 = Set(0.0f);
  for (const Floats q : f.quaternion) norm2 = hn::MulAdd(q, q, norm2);
  f.inverse_norm = hn::Div(Set(1.0f), hn::Sqrt(norm2));
  for (Floats& q : f.quaternion) q = hn::Mul(q, f.inverse_norm);
  RotationFromQuaternion(f);
  const Vec3 log_scale = Load3(lanes.log_scales);
  const Floats highest = Set(80.0f);
  r.sigma = {hn::Exp(d, hn::Min(log_scale.x, highest)), hn::Exp(d, hn::Min(log_scale.y, highest)),
             hn::Exp(d, hn::Min(log_scale.z, highest))};
  const Floats logit = hn::LoadU(d, lanes.logit_opacities);
  const Floats opacity =
      hn::Div(Set(1.0f), hn::Add(Set(1.0f), hn::Exp(d, hn::Neg(Clamp(logit, Set(-80.0f), Set(80.0f))))));
  const Floats sum = hn::Add(hn::Add(log_scale.x, log_scale.y), hn::Add(log_scale.z, logit));
  r.opacity = hn::IfThenElseZero(hn::Eq(sum, sum), opacity);  // not if one of them is NaN
  return r;
}

HWY_INLINE Whitened Whiten(const GaussianView& lanes, const Rotated& r) {
  const Footprint& f = r.rotation;
  return {
      Load3(lanes.means),
      {Scale(f.rotation_x, hn::Div(Set(1.0f), r.sigma.x)), Scale(f.rotation_y, hn::Div(Set(1.0f), r.sigma.y)),
       Scale(f.rotation_z, hn::Div(Set(1.0f), r.sigma.z))},
      r.opacity};
}

/// Samples by their place in the list.
struct alignas(64) SampleBatch {
  int32_t samples[kBatch + 4];
  int count = 0;

  /// Appends [begin, end), and calls `flush` when the batch is full.
  template <typename Flush>
  HWY_INLINE void Append(int32_t begin, int32_t end, const Flush& flush) {
    const hn::FixedTag<int32_t, 4> d;  // few a row
    for (int32_t i = begin; i < end; i += 4) {
      hn::StoreU(hn::Iota(d, i), d, samples + count);
      count += std::min(4, end - i);
      if (count >= kBatch) {
        flush();
        count = 0;
      }
    }
  }
};

/// Collects the samples of [first, last) in the rows [row_begin, row_end) of a patch; calls `flush` for each
/// batch.
template <typename Flush>
HWY_INLINE void CollectSamples(const Patch& patch, const PixelSamples& samples, int row_begin, int row_end,
                               int32_t first, int32_t last, SampleBatch* batch, const Flush& flush) {
  const int v_end = std::min<int>(patch.v_end, row_end);
  batch->count = 0;
  for (int v = std::max<int>(patch.v_begin, row_begin); v < v_end; ++v) {
    batch->Append(std::max(samples.Rank(patch.u_begin, v), first),
                  std::min(samples.Rank(patch.u_end, v), last), flush);
  }
  if (batch->count > 0) flush();
}

/// u of the lanes' Gaussians at a sample, and exp(-|u|^2/2) within the support.
struct Kernel {
  Vec3 u;
  Floats value;
  FloatMask inside;
};

HWY_INLINE Kernel Evaluate(const Whitened& w, const PixelSamples& samples, int32_t i, Floats max_q) {
  const Vec3 offset = {hn::Sub(Set(samples.x()[i]), w.mean.x), hn::Sub(Set(samples.y()[i]), w.mean.y),
                       hn::Sub(Set(samples.z()[i]), w.mean.z)};
  const Vec3 u = {Dot(w.axes[0], offset), Dot(w.axes[1], offset), Dot(w.axes[2], offset)};
  const Floats q = Dot(u, u);
  const FloatMask inside = hn::Le(q, max_q);
  const Floats value = FastExp2(hn::Mul(hn::Min(q, max_q), Set(-0.72134752044f)));  // -log2(e) / 2
  return {u, hn::IfThenElseZero(inside, value), inside};
}

/// The part's lanes of a patch.
HWY_INLINE GaussianView LanesOf(const IsoTask& task, const Patch& patch, int part) {
  return Part(task.map->Group(patch.group), part);
}

void AddDensities(const IsoTask& task, std::span<Patch> patches, int64_t begin, int64_t end,
                  float* densities) {
  const FloatTag d;
  const PixelSamples& samples = *task.samples;
  const Floats max_q = Set(task.support_sigma * task.support_sigma);
  const int row_begin = samples.RowOf(begin), row_end = samples.RowOf(end - 1) + 1;
  std::fill(densities + begin, densities + end, 0.0f);
  SampleBatch batch;
  for (Patch& patch : patches) {
    if (patch.v_end <= row_begin || patch.v_begin >= row_end) continue;
    uint32_t hits = 0;
    const auto flush = [&] {
      for (int part = 0; part < kGroupSize; part += kLanes) {
        const uint32_t bits = PartBits(patch.lanes, part);
        if (bits == 0) continue;
        const GaussianView lanes = LanesOf(task, patch, part);
        const Whitened whitened = Whiten(lanes, Activate(lanes));
        const Floats opacity = hn::IfThenElseZero(MaskFromBits(bits), whitened.opacity);
        FloatMask inside = MaskFromBits(0);
        for (int k = 0; k < batch.count; ++k) {
          const int32_t i = batch.samples[k];
          const Kernel kernel = Evaluate(whitened, samples, i, max_q);
          inside = hn::Or(inside, kernel.inside);
          densities[i] += hn::GetLane(hn::SumOfLanes(d, hn::Mul(opacity, kernel.value)));
        }
        hits |= (Bits(inside) & bits) << part;
      }
    };
    CollectSamples(patch, samples, row_begin, row_end, static_cast<int32_t>(begin), static_cast<int32_t>(end),
                   &batch, flush);
    if (hits != 0) __atomic_fetch_or(&patch.hits, static_cast<uint16_t>(hits), __ATOMIC_RELAXED);
  }
}

/// Sums over the samples, one Gaussian a lane, of c = slope w times 1, u, u u^T.
struct IsoSums {
  Floats one;
  Vec3 first;
  Vec3 squares;  // xx yy zz
  Vec3 mixed;    // yz xz xy

  HWY_INLINE void Add(Floats c, const Vec3& u) {
    const Vec3 cu = Scale(u, c);
    one = hn::Add(one, c);
    first = Plus(first, cu);
    squares = {hn::MulAdd(cu.x, u.x, squares.x), hn::MulAdd(cu.y, u.y, squares.y),
               hn::MulAdd(cu.z, u.z, squares.z)};
    mixed = {hn::MulAdd(cu.y, u.z, mixed.x), hn::MulAdd(cu.x, u.z, mixed.y), hn::MulAdd(cu.x, u.y, mixed.z)};
  }
};

HWY_INLINE IsoSums NoSums() {
  const Floats zero = Set(0.0f);
  return {zero, {zero, zero, zero}, {zero, zero, zero}, {zero, zero, zero}};
}

/// Columns of the gradient's rows, four at a time, by lane.
struct alignas(64) RowLanes {
  float fields[4][4 * kLanes];
};

/// Gradients from the sums. With u = S^-1 R^T v, w = opacity exp(-|u|^2/2):
///   dw/dmean = w R S^-1 u,   dw/dlog s_k = w u_k^2,   dw/dlogit = w (1 - opacity),
/// and for R <- R Exp(theta), as only the antisymmetric part of R^T dw/dR = -w S u u^T S^-1 counts,
///   dw/dtheta_x = w u_y u_z (s_y / s_z - s_z / s_y), and so on in turn.
HWY_INLINE void MakeRows(const Rotated& r, const IsoSums& sums, RowLanes* rows) {
  const FloatTag d;
  const Vec3 inverse = {hn::Div(Set(1.0f), r.sigma.x), hn::Div(Set(1.0f), r.sigma.y),
                        hn::Div(Set(1.0f), r.sigma.z)};
  const Footprint& f = r.rotation;
  const Vec3 first = Times(Scale(sums.first, r.opacity), inverse);
  const Vec3 mean =
      Plus(Scale(f.rotation_x, first.x), Plus(Scale(f.rotation_y, first.y), Scale(f.rotation_z, first.z)));
  const auto skew = [&](Floats s_a, Floats inverse_a, Floats s_b, Floats inverse_b, Floats sum) {
    return hn::Mul(hn::Mul(r.opacity, sum), hn::MulSub(s_a, inverse_b, hn::Mul(s_b, inverse_a)));
  };
  const Floats tx = skew(r.sigma.y, inverse.y, r.sigma.z, inverse.z, sums.mixed.x);
  const Floats ty = skew(r.sigma.z, inverse.z, r.sigma.x, inverse.x, sums.mixed.y);
  const Floats tz = skew(r.sigma.x, inverse.x, r.sigma.y, inverse.y, sums.mixed.z);
  // q <- q (1, theta/2) moves the unit quaternion: dL/dq = 2 q (0, dL/dtheta), then through the norm.
  const Floats w = f.quaternion[0], x = f.quaternion[1], y = f.quaternion[2], z = f.quaternion[3];
  const Floats scale = hn::Mul(Set(2.0f), f.inverse_norm);
  const Floats q0 = hn::Neg(hn::MulAdd(x, tx, hn::MulAdd(y, ty, hn::Mul(z, tz))));
  const Floats q1 = hn::MulAdd(w, tx, hn::MulSub(y, tz, hn::Mul(z, ty)));
  const Floats q2 = hn::MulAdd(w, ty, hn::MulSub(z, tx, hn::Mul(x, tz)));
  const Floats q3 = hn::MulAdd(w, tz, hn::MulSub(x, ty, hn::Mul(y, tx)));
  const Floats logit = hn::Mul(hn::Mul(r.opacity, sums.one), hn::Sub(Set(1.0f), r.opacity));
  const Vec3 squares = Scale(sums.squares, r.opacity);
  static_assert(column::kMean == 0 && column::kColor == 3 && column::kRotation == 6 &&
                column::kLogitOpacity == 10 && column::kLogScale == 11);
  const Floats zero = Set(0.0f);
  hn::StoreInterleaved4(mean.x, mean.y, mean.z, zero, d, rows->fields[0]);
  hn::StoreInterleaved4(zero, zero, hn::Mul(q0, scale), hn::Mul(q1, scale), d, rows->fields[1]);
  hn::StoreInterleaved4(hn::Mul(q2, scale), hn::Mul(q3, scale), logit, squares.x, d, rows->fields[2]);
  hn::StoreInterleaved4(squares.y, squares.z, zero, zero, d, rows->fields[3]);
}

HWY_INLINE void AddToRow(const RowLanes& lanes, int lane, float* row) {
  const hn::FixedTag<float, 4> d;
  for (int i = 0; i < 4; ++i) {
    hn::StoreU(hn::Add(hn::LoadU(d, row + 4 * i), hn::Load(d, lanes.fields[i] + 4 * lane)), d, row + 4 * i);
  }
}

/// Sums over all samples that the patch can meet.
HWY_INLINE IsoSums SumOverSamples(const IsoTask& task, const Patch& patch, const Whitened& whitened,
                                  const float* slopes, SampleBatch* batch) {
  const PixelSamples& samples = *task.samples;
  const Floats max_q = Set(task.support_sigma * task.support_sigma);
  IsoSums sums = NoSums();
  CollectSamples(patch, samples, 0, samples.camera().height, 0, static_cast<int32_t>(samples.size()), batch,
                 [&] {
                   for (int k = 0; k < batch->count; ++k) {
                     const int32_t i = batch->samples[k];
                     const Kernel kernel = Evaluate(whitened, samples, i, max_q);
                     sums.Add(hn::Mul(Set(slopes[i]), kernel.value), kernel.u);
                   }
                 });
  return sums;
}

/// Fetches the rows that lanes will be added to while their sums are taken.
HWY_INLINE void PrefetchRows(const GradientRows& rows, int64_t first) {
  const int64_t last = std::min<int64_t>(first + kLanes, rows.count);
  for (int64_t row = first; row < last; ++row) hwy::Prefetch(rows.values + row * column::kStride);
}

void AddIsoGradients(const IsoTask& task, std::span<const Patch> patches, const float* slopes,
                     const GradientRows& rows) {
  if (patches.empty()) return;
  const int32_t* row_end = rows.gaussians + rows.count;
  const int32_t* row = std::lower_bound(rows.gaussians, row_end, patches.front().group * kGroupSize);
  SampleBatch batch;
  RowLanes gradients;
  for (const Patch& patch : patches) {
    for (int part = 0; part < kGroupSize; part += kLanes) {
      const uint32_t bits = PartBits(patch.hits, part);
      if (bits == 0) continue;
      const int32_t first = patch.group * kGroupSize + part;
      while (row != row_end && *row < first) ++row;
      PrefetchRows(rows, row - rows.gaussians);
      const GaussianView lanes = LanesOf(task, patch, part);
      const Rotated rotated = Activate(lanes);
      MakeRows(rotated, SumOverSamples(task, patch, Whiten(lanes, rotated), slopes, &batch), &gradients);
      for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        while (row != row_end && *row < first + lane) ++row;
        if (row == row_end) return;
        if (*row == first + lane) {
          AddToRow(gradients, lane, rows.values + (row - rows.gaussians) * column::kStride);
        }
      }
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(AddDensities);
HWY_EXPORT(AddIsoGradients);
}  // namespace

void AddDensities(const IsoTask& task, std::span<Patch> patches, int64_t begin, int64_t end,
                  float* densities) {
  HWY_DYNAMIC_DISPATCH(AddDensities)(task, patches, begin, end, densities);
}

void AddIsoGradients(const IsoTask& task, std::span<const Patch> patches, const float* slopes,
                     const GradientRows& rows) {
  HWY_DYNAMIC_DISPATCH(AddIsoGradients)(task, patches, slopes, rows);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
