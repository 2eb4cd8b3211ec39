// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/losses/iso_patches_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>

#include "slam/losses/iso_cpu.h"
#include "slam/losses/iso_math.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Evaluating a patch costs what so many of its samples do.
constexpr float kSamplesAPatch = 10.0f;

/// Radius of the ball around the support of each lane's Gaussian [m].
HWY_INLINE Floats BallRadius(const GaussianView& lanes, float support_sigma) {
  const FloatTag d;
  const Vec3 log_scale = Load3(lanes.log_scales);
  const Floats largest = hn::Max(log_scale.x, hn::Max(log_scale.y, log_scale.z));
  return hn::Mul(hn::Exp(d, hn::Min(largest, Set(iso::kMaxLogScale))),
                 Set(iso::kRadiusSlack * support_sigma));
}

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
  const Floats first = hn::Ceil(hn::MulAdd(low, Set(focal), Set(centre - iso::kPixelSlack)));
  const Floats last = hn::Floor(hn::MulAdd(high, Set(focal), Set(centre + iso::kPixelSlack)));
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
    const FloatMask is_near = hn::Le(point.z, hn::Mul(radius, Set(iso::kNearRadii)));
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

void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable) {
  for (int64_t place = first; place < last; ++place) {
    const int64_t group = map.GroupAt(place);
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
    reachable[place] = static_cast<uint16_t>(bits);
  }
}

void FindPatches(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
                 std::vector<Patch>* patches) {
  const RenderCamera& camera = task.samples->camera();
  const float pixels_a_sample = static_cast<float>(camera.width) * static_cast<float>(camera.height) /
                                static_cast<float>(task.samples->size());
  const ViewCone cone = MakeViewCone(camera);
  Boxes boxes;
  for (int64_t place = first; place < last; ++place) {
    if (reachable[place] == 0) continue;
    const int64_t group = task.map->GroupAt(place);
    const uint32_t bits = FindBoxes(task, cone, group, &boxes) & reachable[place];
    AppendPatches(boxes, group, bits, kSamplesAPatch * pixels_a_sample, patches);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {

HWY_EXPORT(FindReachable);
HWY_EXPORT(FindPatches);

}  // namespace

void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable) {
  HWY_DYNAMIC_DISPATCH(FindReachable)(map, cones, growth, margin_m, first, last, reachable);
}

void FindPatches(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
                 std::vector<Patch>* patches) {
  HWY_DYNAMIC_DISPATCH(FindPatches)(task, reachable, first, last, patches);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
