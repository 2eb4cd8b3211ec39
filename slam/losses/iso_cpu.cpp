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

/// Added to the bounds of a ball in the image, so that rounding there drops no sample.
constexpr float kPixelSlack = 0.02f;
constexpr float kRadiusSlack = 1.0001f;
/// A ball as near as this many radii may be seen anywhere.
constexpr float kNearRadii = 1.05f;
/// Evaluating a patch costs what so many of its samples do.
constexpr float kSamplesAPatch = 10.0f;
constexpr int kBatch = 256;  // samples collected before they are evaluated

/// Radius of the ball around the support of each lane's Gaussian [m].
HWY_INLINE Floats BallRadius(const GaussianView& lanes, float support_sigma) {
  const FloatTag d;
  const Vec3 log_scale = Load3(lanes.log_scales);
  const Floats largest = hn::Max(log_scale.x, hn::Max(log_scale.y, log_scale.z));
  return hn::Mul(hn::Exp(d, hn::Min(largest, Set(80.0f))), Set(kRadiusSlack * support_sigma));
}

HWY_INLINE uint32_t PartBits(uint32_t bits, int part) { return bits >> part & ((1u << kLanes) - 1); }

/// Whether the lanes' balls may meet the cone.
HWY_INLINE FloatMask Meets(const ViewCone& cone, const Vec3& centre, Floats radius) {
  const Floats low = hn::Neg(radius);
  const auto above = [&](const HalfSpace& face) {
    const Vec3 normal = {Set(face.normal[0]), Set(face.normal[1]), Set(face.normal[2])};
    return hn::Ge(hn::Add(Dot(normal, centre), Set(face.offset)), low);
  };
  FloatMask inside = above(cone.faces[0]);
  for (int i = 1; i < ViewCone::kFaces; ++i) inside = hn::And(inside, above(cone.faces[i]));
  return inside;
}

/// First and last pixels of each lane.
struct Ranges {
  Floats first, last;
};

/// Pixels of one axis between the tangents to a circle of the radius around (x, z): those of slopes
/// (x z -+ r sqrt(x^2 + z^2 - r^2)) / (z^2 - r^2). All pixels where it is not clearly before the camera.
HWY_INLINE Ranges Interval(Floats x, Floats z, Floats radius, FloatMask is_near, float focal, float centre,
                           int size) {
  const Floats depth2 = hn::MulSub(z, z, hn::Mul(radius, radius));
  const Floats inverse = hn::Div(Set(1.0f), depth2);
  const Floats tangent = hn::Mul(radius, hn::Sqrt(hn::MulAdd(x, x, depth2)));
  const Floats middle = hn::Mul(x, z);
  const Floats low = hn::Mul(hn::Sub(middle, tangent), inverse);
  const Floats high = hn::Mul(hn::Add(middle, tangent), inverse);
  const Floats last_pixel = Set(static_cast<float>(size - 1));
  const Floats first = hn::Ceil(hn::MulAdd(low, Set(focal), Set(centre - kPixelSlack)));
  const Floats last = hn::Floor(hn::MulAdd(high, Set(focal), Set(centre + kPixelSlack)));
  return {hn::IfThenElse(is_near, Set(0.0f), hn::Max(first, Set(0.0f))),
          hn::IfThenElse(is_near, last_pixel, hn::Min(last, last_pixel))};
}

/// The boxes of a group's balls in the image, in pixels; the last ones count in.
struct alignas(64) Boxes {
  float u_first[kGroupSize], u_last[kGroupSize];
  float v_first[kGroupSize], v_last[kGroupSize];

  float Area(int lane) const {
    return (u_last[lane] - u_first[lane] + 1.0f) * (v_last[lane] - v_first[lane] + 1.0f);
  }
  HWY_INLINE void Store(int part, const Ranges& u, const Ranges& v) {
    const FloatTag d;
    hn::Store(u.first, d, u_first + part);
    hn::Store(u.last, d, u_last + part);
    hn::Store(v.first, d, v_first + part);
    hn::Store(v.last, d, v_last + part);
  }
};

/// Writes the boxes and returns the bits of the lanes that can be seen.
HWY_INLINE uint32_t FindBoxes(const IsoTask& task, const ViewCone& cone, int64_t group, Boxes* boxes) {
  const RenderCamera& camera = task.samples->camera();
  uint32_t bits = 0;
  for (int part = 0; part < kGroupSize; part += kLanes) {
    const GaussianView lanes = Part(task.map->Group(group), part);
    const Vec3 mean = Load3(lanes.means);
    const Vec3 point = CameraPoint(camera, mean);
    const Floats radius = BallRadius(lanes, task.support_sigma);
    const FloatMask is_near = hn::Le(point.z, hn::Mul(radius, Set(kNearRadii)));
    const Ranges u = Interval(point.x, point.z, radius, is_near, camera.fx, camera.cx, camera.width);
    const Ranges v = Interval(point.y, point.z, radius, is_near, camera.fy, camera.cy, camera.height);
    // False where a parameter is NaN.
    const FloatMask seen =
        hn::And(Meets(cone, mean, radius), hn::And(hn::Le(u.first, u.last), hn::Le(v.first, v.last)));
    bits |= Bits(seen) << part;
    boxes->Store(part, u, v);
  }
  return bits;
}

/// A box that grows.
struct Cover {
  float u_first, u_last, v_first, v_last;

  float Area() const { return (u_last - u_first + 1.0f) * (v_last - v_first + 1.0f); }
  Patch MakePatch(int64_t group, uint32_t lanes) const {
    const auto pixel = [](float value) { return static_cast<uint16_t>(value); };
    return {static_cast<int32_t>(group),
            static_cast<uint16_t>(lanes),
            0,
            pixel(u_first),
            pixel(u_last + 1.0f),
            pixel(v_first),
            pixel(v_last + 1.0f)};
  }
};

HWY_INLINE Cover Join(const Cover& a, const Boxes& boxes, int lane) {
  return {std::min(a.u_first, boxes.u_first[lane]), std::max(a.u_last, boxes.u_last[lane]),
          std::min(a.v_first, boxes.v_first[lane]), std::max(a.v_last, boxes.v_last[lane])};
}

/// Lanes join the patch before them as long as the box around both holds at most `slack` pixels more than
/// they do.
HWY_INLINE void AppendPatches(const Boxes& boxes, int64_t group, uint32_t bits, float slack,
                              std::vector<Patch>* patches) {
  Cover cover = {};
  uint32_t lanes = 0;
  for (; bits != 0; bits &= bits - 1) {
    const int lane = __builtin_ctz(bits);
    const Cover own = {boxes.u_first[lane], boxes.u_last[lane], boxes.v_first[lane], boxes.v_last[lane]};
    const Cover joined = lanes == 0 ? own : Join(cover, boxes, lane);
    if (lanes != 0 && joined.Area() > cover.Area() + own.Area() + slack) {
      patches->push_back(cover.MakePatch(group, lanes));
      lanes = 0;
    }
    cover = lanes == 0 ? own : joined;
    lanes |= 1u << lane;
  }
  if (lanes != 0) patches->push_back(cover.MakePatch(group, lanes));
}

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
HWY_INLINE void CollectSamples(const Patch& patch, const SurfaceSamples& samples, int row_begin, int row_end,
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

HWY_INLINE Kernel Evaluate(const Whitened& w, const SurfaceSamples& samples, int32_t i, Floats max_q) {
  const Vec3 offset = {hn::Sub(Set(samples.x()[i]), w.mean.x), hn::Sub(Set(samples.y()[i]), w.mean.y),
                       hn::Sub(Set(samples.z()[i]), w.mean.z)};
  const Vec3 u = {Dot(w.axes[0], offset), Dot(w.axes[1], offset), Dot(w.axes[2], offset)};
  const Floats q = Dot(u, u);
  const FloatMask inside = hn::Le(q, max_q);
  const Floats value = FastExp2(hn::Mul(hn::Min(q, max_q), Set(-0.72134752044f)));  // -log2(e) / 2
  return {u, hn::IfThenElseZero(inside, value), inside};
}

void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable) {
  for (int64_t group = first; group < last; ++group) {
    uint32_t bits = 0;
    for (int part = 0; part < kGroupSize; part += kLanes) {
      const GaussianView lanes = Part(map.Group(group), part);
      const Vec3 mean = Load3(lanes.means);
      const Floats reach = hn::Add(BallRadius(lanes, growth), Set(margin_m));
      FloatMask reached = MaskFromBits(0);
      for (const ViewCone& cone : cones) {
        reached = hn::Or(reached, Meets(cone, mean, reach));
        if (hn::AllTrue(FloatTag(), reached)) break;
      }
      bits |= Bits(reached) << part;
    }
    const int64_t gaussians_here = map.view.count - group * kGroupSize;
    if (gaussians_here < kGroupSize) bits &= (1u << gaussians_here) - 1;
    reachable[group] = static_cast<uint16_t>(bits);
  }
}

void FindPatches(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
                 std::vector<Patch>* patches) {
  const RenderCamera& camera = task.samples->camera();
  const float pixels_a_sample = static_cast<float>(camera.width) * static_cast<float>(camera.height) /
                                static_cast<float>(task.samples->size());
  const ViewCone cone = MakeViewCone(camera);
  Boxes boxes;
  for (int64_t group = first; group < last; ++group) {
    if (reachable[group] == 0) continue;
    const uint32_t bits = FindBoxes(task, cone, group, &boxes) & reachable[group];
    AppendPatches(boxes, group, bits, kSamplesAPatch * pixels_a_sample, patches);
  }
}

/// The part's lanes of a patch.
HWY_INLINE GaussianView LanesOf(const IsoTask& task, const Patch& patch, int part) {
  return Part(task.map->Group(patch.group), part);
}

void AddDensities(const IsoTask& task, std::span<Patch> patches, int64_t begin, int64_t end,
                  float* densities) {
  const FloatTag d;
  const SurfaceSamples& samples = *task.samples;
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
  const SurfaceSamples& samples = *task.samples;
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
#include <cmath>

namespace isogs::cpu {
namespace {

HWY_EXPORT(FindReachable);
HWY_EXPORT(FindPatches);
HWY_EXPORT(AddDensities);
HWY_EXPORT(AddIsoGradients);

/// The half-space x nx + y ny + z nz >= 0 of the camera, in the map.
HalfSpace ToMap(const RenderCamera& camera, float x, float y, float z) {
  const float inverse = 1.0f / std::sqrt(x * x + y * y + z * z);
  const float normal[3] = {x * inverse, y * inverse, z * inverse};
  HalfSpace face = {};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) face.normal[j] += camera.rotation[3 * i + j] * normal[i];
    face.offset += camera.translation[i] * normal[i];
  }
  return face;
}

}  // namespace

ViewCone MakeViewCone(const RenderCamera& camera) {
  // Through the outer borders of the image's pixels: half a pixel of slack.
  const float right = static_cast<float>(camera.width) - 0.5f;
  const float bottom = static_cast<float>(camera.height) - 0.5f;
  return {{ToMap(camera, camera.fx, 0.0f, camera.cx + 0.5f),
           ToMap(camera, -camera.fx, 0.0f, right - camera.cx),
           ToMap(camera, 0.0f, camera.fy, camera.cy + 0.5f),
           ToMap(camera, 0.0f, -camera.fy, bottom - camera.cy), ToMap(camera, 0.0f, 0.0f, 1.0f)}};
}

void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable) {
  HWY_DYNAMIC_DISPATCH(FindReachable)(map, cones, growth, margin_m, first, last, reachable);
}

void FindPatches(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
                 std::vector<Patch>* patches) {
  HWY_DYNAMIC_DISPATCH(FindPatches)(task, reachable, first, last, patches);
}

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
