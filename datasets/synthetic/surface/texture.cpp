// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/surface/texture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "datasets/synthetic/surface/texture.cpp"
#include "shared/simd/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "datasets/synthetic/surface/patterns-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::synthetic::HWY_NAMESPACE {

/// Plain loops, which the compiler turns into vectors for each instruction set.
template <Rgb (*At)(const PatternInputs&, float, float, float)>
void ForEachPoint(const PatternInputs& inputs, TexturePoints& points) {
  const size_t count = points.count;
#if HWY_COMPILER_GCC && !HWY_COMPILER_CLANG
#pragma GCC ivdep
#endif
  for (size_t i = 0; i < count; ++i) {
    const Rgb color = At(inputs, points.u_m[i], points.v_m[i], points.footprint_m[i]);
    points.red[i] = color.r;
    points.green[i] = color.g;
    points.blue[i] = color.b;
  }
}

void Evaluate(const Material& material, TexturePoints& points) {
  const PatternInputs inputs(material);
  switch (material.pattern) {
    case Pattern::kPaint:
      return ForEachPoint<Paint>(inputs, points);
    case Pattern::kWood:
      return ForEachPoint<Wood>(inputs, points);
    case Pattern::kPlanks:
      return ForEachPoint<Planks>(inputs, points);
    case Pattern::kFabric:
      return ForEachPoint<Fabric>(inputs, points);
    case Pattern::kBricks:
      return ForEachPoint<Bricks>(inputs, points);
    case Pattern::kStripes:
      return ForEachPoint<Stripes>(inputs, points);
    case Pattern::kTiles:
      return ForEachPoint<Tiles>(inputs, points);
    case Pattern::kRug:
      return ForEachPoint<Rug>(inputs, points);
    case Pattern::kPoster:
      return ForEachPoint<Poster>(inputs, points);
    case Pattern::kMarble:
      return ForEachPoint<Marble>(inputs, points);
    case Pattern::kOutdoors:
      return ForEachPoint<Outdoors>(inputs, points);
    case Pattern::kFoliage:
      return ForEachPoint<Foliage>(inputs, points);
  }
}

}  // namespace isogs::synthetic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::synthetic {

HWY_EXPORT(Evaluate);

void EvaluateTexture(const Material& material, TexturePoints& points) {
  HWY_DYNAMIC_DISPATCH(Evaluate)(material, points);
}

Color MeanReflectance(const Material& material) {
  constexpr size_t kSide = 16;
  constexpr float kStep_m = 0.0371f;
  TexturePoints points;
  points.count = kSide * kSide;
  for (size_t i = 0; i < points.count; ++i) {
    const size_t column = i % kSide, row = i / kSide;
    points.u_m[i] = kStep_m * (static_cast<float>(column) - 7.5f);
    points.v_m[i] = kStep_m * (static_cast<float>(row) - 7.5f);
    points.footprint_m[i] = kStep_m;
  }
  EvaluateTexture(material, points);
  const auto mean = [&](const auto& values) {
    float sum = 0.0f;
    for (size_t i = 0; i < points.count; ++i) sum += values[i];
    return sum / static_cast<float>(points.count);
  };
  return {mean(points.red), mean(points.green), mean(points.blue)};
}

}  // namespace isogs::synthetic
#endif  // HWY_ONCE
