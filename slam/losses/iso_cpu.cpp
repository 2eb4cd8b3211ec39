// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/losses/iso_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
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
constexpr int kBatch = 256;  // pairs whose exponentials are taken together

/// Radius of the ball around the support of each lane's Gaussian [m].
HWY_INLINE Floats BallRadius(const GaussianView& lanes, float support_sigma) {
  const FloatTag d;
  const Vec3 log_scale = Load3(lanes.log_scales);
  const Floats largest = hn::Max(log_scale.x, hn::Max(log_scale.y, log_scale.z));
  return hn::Mul(hn::Exp(d, hn::Min(largest, Set(80.0f))), Set(kRadiusSlack * support_sigma));
}

/// Half-open ranges of pixels in which the lanes' balls can be seen; empty where a ball cannot be seen.
struct alignas(64) Boxes {
  int32_t u_begin[kLanes], u_end[kLanes];
  int32_t v_begin[kLanes], v_end[kLanes];
};

/// Pixels of one axis between the tangents to a circle of the radius around (x, z): those of slopes
/// (x z -+ r sqrt(x^2 + z^2 - r^2)) / (z^2 - r^2). All pixels where it is not clearly before the camera.
HWY_INLINE FloatMask Interval(Floats x, Floats z, Floats radius, FloatMask is_near, float focal, float centre,
                              int size, int32_t* begin, int32_t* end) {
  const FloatTag d;
  const IntTag di;
  const Floats inverse = hn::Div(Set(1.0f), hn::MulSub(z, z, hn::Mul(radius, radius)));
  const Floats tangent =
      hn::Mul(radius, hn::Sqrt(hn::MulAdd(x, x, hn::MulSub(z, z, hn::Mul(radius, radius)))));
  const Floats middle = hn::Mul(x, z);
  const Floats low = hn::Mul(hn::Sub(middle, tangent), inverse);
  const Floats high = hn::Mul(hn::Add(middle, tangent), inverse);
  const Floats last_pixel = Set(static_cast<float>(size - 1));
  Floats first = hn::Ceil(hn::MulAdd(low, Set(focal), Set(centre - kPixelSlack)));
  Floats last = hn::Floor(hn::MulAdd(high, Set(focal), Set(centre + kPixelSlack)));
  first = hn::IfThenElse(is_near, Set(0.0f), hn::Max(first, Set(0.0f)));
  last = hn::IfThenElse(is_near, last_pixel, hn::Min(last, last_pixel));
  const FloatMask seen = hn::Le(first, last);  // not where a parameter is NaN
  hn::Store(hn::ConvertTo(di, hn::IfThenElseZero(seen, first)), di, begin);
  hn::Store(hn::ConvertTo(di, hn::IfThenElseZero(seen, hn::Add(last, Set(1.0f)))), di, end);
  (void)d;
  return seen;
}

/// Writes the boxes of the lanes and returns the bits of those that can be seen.
HWY_INLINE uint32_t FindBoxes(const GaussianView& lanes, const IsoTask& task, Boxes* boxes) {
  const RenderCamera& camera = task.samples->camera();
  const Vec3 point = CameraPoint(camera, Load3(lanes.means));
  const Floats radius = BallRadius(lanes, task.support_sigma);
  const FloatMask in_front = hn::Gt(point.z, hn::Neg(radius));
  const FloatMask is_near = hn::Le(point.z, hn::Mul(radius, Set(kNearRadii)));
  const FloatMask seen_u = Interval(point.x, point.z, radius, is_near, camera.fx, camera.cx, camera.width,
                                    boxes->u_begin, boxes->u_end);
  const FloatMask seen_v = Interval(point.y, point.z, radius, is_near, camera.fy, camera.cy, camera.height,
                                    boxes->v_begin, boxes->v_end);
  return Bits(hn::And(in_front, hn::And(seen_u, seen_v)));
}

/// The lanes' Gaussians as needed to evaluate them at a point: u = axes (p - mean), q = |u|^2.
struct alignas(64) Whitened {
  float mean[3][kLanes];
  float axes[9][kLanes];  // rows of S^-1 R^T
  float opacity[kLanes];  // 0 where a parameter is not a number
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

HWY_INLINE void Whiten(const GaussianView& lanes, const Rotated& r, Whitened* out) {
  const FloatTag d;
  const Vec3 mean = Load3(lanes.means);
  hn::Store(mean.x, d, out->mean[0]);
  hn::Store(mean.y, d, out->mean[1]);
  hn::Store(mean.z, d, out->mean[2]);
  const Vec3* axes[] = {&r.rotation.rotation_x, &r.rotation.rotation_y, &r.rotation.rotation_z};
  const Floats sigmas[] = {r.sigma.x, r.sigma.y, r.sigma.z};
  for (int k = 0; k < 3; ++k) {
    const Vec3 row = Scale(*axes[k], hn::Div(Set(1.0f), sigmas[k]));
    hn::Store(row.x, d, out->axes[3 * k]);
    hn::Store(row.y, d, out->axes[3 * k + 1]);
    hn::Store(row.z, d, out->axes[3 * k + 2]);
  }
  hn::Store(r.opacity, d, out->opacity);
}

/// Pairs of a Gaussian and a sample in its support, collected until their exponentials are taken.
struct alignas(64) Pairs {
  float q[kBatch];  // first, so that it is aligned
  float u[3][kBatch];
  int32_t sample[kBatch];
  int32_t lane[kBatch];
  int count = 0;

  /// q becomes exp(-q/2).
  HWY_INLINE void Exponentiate() {
    const FloatTag d;
    for (int i = 0; i < count; i += kLanes) {
      const Floats x = hn::Mul(hn::Load(d, q + i), Set(-0.72134752044f));  // -log2(e) / 2
      hn::Store(FastExp2(hn::Max(x, Set(-120.0f))), d, q + i);
    }
  }
};

/// Calls `flush` with full batches of the pairs of `lane` with the samples [begin, end).
template <typename Flush>
HWY_INLINE void TestPairs(const Whitened& w, int lane, float max_q, const SurfaceSamples& samples,
                          int32_t begin, int32_t end, Pairs* pairs, const Flush& flush) {
  const float *x = samples.x(), *y = samples.y(), *z = samples.z();
  for (int32_t i = begin; i < end; ++i) {
    const float vx = x[i] - w.mean[0][lane], vy = y[i] - w.mean[1][lane], vz = z[i] - w.mean[2][lane];
    const float u0 = w.axes[0][lane] * vx + w.axes[1][lane] * vy + w.axes[2][lane] * vz;
    const float u1 = w.axes[3][lane] * vx + w.axes[4][lane] * vy + w.axes[5][lane] * vz;
    const float u2 = w.axes[6][lane] * vx + w.axes[7][lane] * vy + w.axes[8][lane] * vz;
    const float q = u0 * u0 + u1 * u1 + u2 * u2;
    // Written in any case, counted in some: which ones cannot be foreseen.
    const int at = pairs->count;
    pairs->q[at] = q;
    pairs->u[0][at] = u0;
    pairs->u[1][at] = u1;
    pairs->u[2][at] = u2;
    pairs->sample[at] = i;
    pairs->lane[at] = lane;
    pairs->count += q <= max_q ? 1 : 0;
    if (pairs->count == kBatch) flush();
  }
}

/// Calls `visit(begin, end)` for the runs of samples of [first, last) in the lane's box.
template <typename Visit>
HWY_INLINE void ForSamplesInBox(const Boxes& boxes, int lane, const SurfaceSamples& samples, int row_begin,
                                int row_end, int32_t first, int32_t last, const Visit& visit) {
  const int v_begin = std::max(boxes.v_begin[lane], row_begin);
  const int v_end = std::min(boxes.v_end[lane], row_end);
  for (int v = v_begin; v < v_end; ++v) {
    const int32_t begin = std::max(samples.Rank(boxes.u_begin[lane], v), first);
    const int32_t end = std::min(samples.Rank(boxes.u_end[lane], v), last);
    if (begin < end) visit(begin, end);
  }
}

HWY_INLINE uint32_t PartBits(uint32_t bits, int part) { return bits >> part & ((1u << kLanes) - 1); }

void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable) {
  for (int64_t group = first; group < last; ++group) {
    uint32_t bits = 0;
    for (int part = 0; part < kGroupSize; part += kLanes) {
      const GaussianView lanes = Part(map.Group(group), part);
      const Vec3 mean = Load3(lanes.means);
      const Floats reach = hn::MulAdd(BallRadius(lanes, growth), Set(1.0f), Set(margin_m));
      FloatMask reached = MaskFromBits(0);
      for (const ViewCone& cone : cones) {
        FloatMask inside = hn::Not(reached);
        for (const HalfSpace& face : cone.faces) {
          const Vec3 normal = {Set(face.normal[0]), Set(face.normal[1]), Set(face.normal[2])};
          inside = hn::And(inside, hn::Ge(hn::Add(Dot(normal, mean), Set(face.offset)), hn::Neg(reach)));
        }
        reached = hn::Or(reached, inside);
        if (hn::AllTrue(FloatTag(), reached)) break;
      }
      bits |= Bits(reached) << part;
    }
    const int64_t gaussians_here = map.view.count - group * kGroupSize;
    if (gaussians_here < kGroupSize) bits &= (1u << gaussians_here) - 1;
    reachable[group] = static_cast<uint16_t>(bits);
  }
}

void FindReach(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
               GroupReach* reach) {
  for (int64_t group = first; group < last; ++group) {
    GroupReach result;
    int32_t first_row = task.samples->camera().height, last_row = -1;
    for (int part = 0; part < kGroupSize; part += kLanes) {
      uint32_t bits = PartBits(reachable[group], part);
      if (bits == 0) continue;
      Boxes boxes;
      bits &= FindBoxes(Part(task.map->Group(group), part), task, &boxes);
      result.lanes = static_cast<uint16_t>(result.lanes | bits << part);
      for (; bits != 0; bits &= bits - 1) {
        const int lane = __builtin_ctz(bits);
        first_row = std::min(first_row, boxes.v_begin[lane]);
        last_row = std::max(last_row, boxes.v_end[lane] - 1);
      }
    }
    result.first_row = static_cast<uint16_t>(first_row);
    result.last_row = static_cast<uint16_t>(std::max(last_row, 0));
    reach[group] = result;
  }
}

void AddDensities(const IsoTask& task, std::span<const GroupReach> reach, int64_t begin, int64_t end,
                  float* densities, uint16_t* hits) {
  const SurfaceSamples& samples = *task.samples;
  const float max_q = task.support_sigma * task.support_sigma;
  const int row_begin = samples.RowOf(begin), row_end = samples.RowOf(end - 1) + 1;
  std::fill(densities + begin, densities + end, 0.0f);
  Pairs pairs;
  Whitened whitened;
  for (size_t group = 0; group < reach.size(); ++group) {
    const GroupReach& r = reach[group];
    if (r.lanes == 0 || r.last_row < row_begin || r.first_row >= row_end) continue;
    uint32_t group_hits = 0;
    for (int part = 0; part < kGroupSize; part += kLanes) {
      const uint32_t bits = PartBits(r.lanes, part);
      if (bits == 0) continue;
      const GaussianView lanes = Part(task.map->Group(static_cast<int64_t>(group)), part);
      Boxes boxes;
      FindBoxes(lanes, task, &boxes);
      const auto flush = [&] {
        pairs.Exponentiate();
        for (int i = 0; i < pairs.count; ++i) {
          densities[pairs.sample[i]] += whitened.opacity[pairs.lane[i]] * pairs.q[i];
          group_hits |= 1u << (part + pairs.lane[i]);
        }
        pairs.count = 0;
      };
      bool is_whitened = false;
      for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        ForSamplesInBox(boxes, lane, samples, row_begin, row_end, static_cast<int32_t>(begin),
                        static_cast<int32_t>(end), [&](int32_t i_begin, int32_t i_end) {
                          if (!is_whitened) Whiten(lanes, Activate(lanes), &whitened);
                          is_whitened = true;
                          TestPairs(whitened, lane, max_q, samples, i_begin, i_end, &pairs, flush);
                        });
      }
      flush();
    }
    if (group_hits != 0) {
      __atomic_fetch_or(hits + group, static_cast<uint16_t>(group_hits), __ATOMIC_RELAXED);
    }
  }
}

/// Sums over the samples of a Gaussian, one a lane, of c = slope w times 1, u, u u^T.
struct alignas(64) IsoSums {
  float one[kLanes] = {};
  float first[3][kLanes] = {};
  float second[6][kLanes] = {};  // xx yy zz yz xz xy
};

HWY_INLINE void AddPairs(const Whitened& whitened, const float* slopes, Pairs* pairs, IsoSums* sums) {
  pairs->Exponentiate();
  for (int i = 0; i < pairs->count; ++i) {
    const int lane = pairs->lane[i];
    const float c = slopes[pairs->sample[i]] * whitened.opacity[lane] * pairs->q[i];
    const float u0 = pairs->u[0][i], u1 = pairs->u[1][i], u2 = pairs->u[2][i];
    const float c0 = c * u0, c1 = c * u1, c2 = c * u2;
    sums->one[lane] += c;
    sums->first[0][lane] += c0;
    sums->first[1][lane] += c1;
    sums->first[2][lane] += c2;
    sums->second[0][lane] += c0 * u0;
    sums->second[1][lane] += c1 * u1;
    sums->second[2][lane] += c2 * u2;
    sums->second[3][lane] += c1 * u2;
    sums->second[4][lane] += c0 * u2;
    sums->second[5][lane] += c0 * u1;
  }
  pairs->count = 0;
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
  const auto load = [&](const float* values) { return hn::Load(d, values); };
  const Vec3 inverse = {hn::Div(Set(1.0f), r.sigma.x), hn::Div(Set(1.0f), r.sigma.y),
                        hn::Div(Set(1.0f), r.sigma.z)};
  const Footprint& f = r.rotation;
  const Vec3 first = Times({load(sums.first[0]), load(sums.first[1]), load(sums.first[2])}, inverse);
  const Vec3 mean =
      Plus(Scale(f.rotation_x, first.x), Plus(Scale(f.rotation_y, first.y), Scale(f.rotation_z, first.z)));
  const auto skew = [&](Floats s_a, Floats inverse_a, Floats s_b, Floats inverse_b, const float* sum) {
    return hn::Mul(load(sum), hn::MulSub(s_a, inverse_b, hn::Mul(s_b, inverse_a)));
  };
  const Floats tx = skew(r.sigma.y, inverse.y, r.sigma.z, inverse.z, sums.second[3]);
  const Floats ty = skew(r.sigma.z, inverse.z, r.sigma.x, inverse.x, sums.second[4]);
  const Floats tz = skew(r.sigma.x, inverse.x, r.sigma.y, inverse.y, sums.second[5]);
  // q <- q (1, theta/2) moves the unit quaternion: dL/dq = 2 q (0, dL/dtheta), then through the norm.
  const Floats w = f.quaternion[0], x = f.quaternion[1], y = f.quaternion[2], z = f.quaternion[3];
  const Floats scale = hn::Mul(Set(2.0f), f.inverse_norm);
  const Floats q0 = hn::Neg(hn::MulAdd(x, tx, hn::MulAdd(y, ty, hn::Mul(z, tz))));
  const Floats q1 = hn::MulAdd(w, tx, hn::MulSub(y, tz, hn::Mul(z, ty)));
  const Floats q2 = hn::MulAdd(w, ty, hn::MulSub(z, tx, hn::Mul(x, tz)));
  const Floats q3 = hn::MulAdd(w, tz, hn::MulSub(x, ty, hn::Mul(y, tx)));
  const Floats logit = hn::Mul(load(sums.one), hn::Sub(Set(1.0f), r.opacity));
  static_assert(column::kMean == 0 && column::kColor == 3 && column::kRotation == 6 &&
                column::kLogitOpacity == 10 && column::kLogScale == 11);
  const Floats zero = Set(0.0f);
  hn::StoreInterleaved4(mean.x, mean.y, mean.z, zero, d, rows->fields[0]);
  hn::StoreInterleaved4(zero, zero, hn::Mul(q0, scale), hn::Mul(q1, scale), d, rows->fields[1]);
  hn::StoreInterleaved4(hn::Mul(q2, scale), hn::Mul(q3, scale), logit, load(sums.second[0]), d,
                        rows->fields[2]);
  hn::StoreInterleaved4(load(sums.second[1]), load(sums.second[2]), zero, zero, d, rows->fields[3]);
}

HWY_INLINE void AddToRow(const RowLanes& lanes, int lane, float* row) {
  const hn::FixedTag<float, 4> d;
  for (int i = 0; i < 4; ++i) {
    hn::StoreU(hn::Add(hn::LoadU(d, row + 4 * i), hn::Load(d, lanes.fields[i] + 4 * lane)), d, row + 4 * i);
  }
}

void AddIsoGradients(const IsoTask& task, const uint16_t* hits, int64_t first, int64_t last,
                     const float* slopes, const GradientRows& rows) {
  const SurfaceSamples& samples = *task.samples;
  const float max_q = task.support_sigma * task.support_sigma;
  const auto count = static_cast<int32_t>(samples.size());
  const int32_t* row_end = rows.gaussians + rows.count;
  const int32_t* row = std::lower_bound(rows.gaussians, row_end, static_cast<int32_t>(first * kGroupSize));
  Pairs pairs;
  Whitened whitened;
  for (int64_t group = first; group < last; ++group) {
    for (int part = 0; part < kGroupSize; part += kLanes) {
      const uint32_t bits = PartBits(hits[group], part);
      if (bits == 0) continue;
      const GaussianView lanes = Part(task.map->Group(group), part);
      Boxes boxes;
      FindBoxes(lanes, task, &boxes);
      const Rotated rotated = Activate(lanes);
      Whiten(lanes, rotated, &whitened);
      IsoSums sums;
      const auto flush = [&] { AddPairs(whitened, slopes, &pairs, &sums); };
      for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        ForSamplesInBox(boxes, lane, samples, 0, samples.camera().height, 0, count,
                        [&](int32_t begin, int32_t end) {
                          TestPairs(whitened, lane, max_q, samples, begin, end, &pairs, flush);
                        });
      }
      flush();
      RowLanes gradients;
      MakeRows(rotated, sums, &gradients);
      for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        const auto gaussian = static_cast<int32_t>(group * kGroupSize + part + lane);
        while (row != row_end && *row < gaussian) ++row;
        if (row == row_end) return;
        if (*row == gaussian) {
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
HWY_EXPORT(FindReach);
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

void FindReach(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
               GroupReach* reach) {
  HWY_DYNAMIC_DISPATCH(FindReach)(task, reachable, first, last, reach);
}

void AddDensities(const IsoTask& task, std::span<const GroupReach> reach, int64_t begin, int64_t end,
                  float* densities, uint16_t* hits) {
  HWY_DYNAMIC_DISPATCH(AddDensities)(task, reach, begin, end, densities, hits);
}

void AddIsoGradients(const IsoTask& task, const uint16_t* hits, int64_t first, int64_t last,
                     const float* slopes, const GradientRows& rows) {
  HWY_DYNAMIC_DISPATCH(AddIsoGradients)(task, hits, first, last, slopes, rows);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
