// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The patterns of materials: reflectance at (u, v) [m], averaged over about `footprint` [m]. Arithmetic
// alone, without branches and tables, so that loops over points become vectors.

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_DATASETS_SYNTHETIC_PATTERNS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_DATASETS_SYNTHETIC_PATTERNS_INL_H_
#undef ISOGS_DATASETS_SYNTHETIC_PATTERNS_INL_H_
#else
#define ISOGS_DATASETS_SYNTHETIC_PATTERNS_INL_H_
#endif

#include <hwy/highway.h>

#include <cmath>
#include <cstdint>

#include "datasets/synthetic/scene/material.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::synthetic::HWY_NAMESPACE {

struct Rgb {
  float r, g, b;
};

struct PatternInputs {
  explicit PatternInputs(const Material& material)
      : base{material.base[0], material.base[1], material.base[2]},
        second{material.second[0], material.second[1], material.second[2]},
        third{material.third[0], material.third[1], material.third[2]},
        scale(material.scale_m),
        contrast(material.contrast),
        seed(material.seed) {}

  Rgb base, second, third;
  float scale, contrast;
  uint32_t seed;
};

HWY_INLINE float Clamp01(float x) { return std::fmin(std::fmax(x, 0.0f), 1.0f); }
HWY_INLINE float Mix(float a, float b, float t) { return a + (b - a) * t; }
HWY_INLINE Rgb Mix(const Rgb& a, const Rgb& b, float t) {
  return {Mix(a.r, b.r, t), Mix(a.g, b.g, t), Mix(a.b, b.b, t)};
}
HWY_INLINE Rgb Scaled(const Rgb& c, float s) {
  return {Clamp01(c.r * s), Clamp01(c.g * s), Clamp01(c.b * s)};
}
HWY_INLINE int32_t Floor(float x) {
  const int32_t cut = static_cast<int32_t>(x);
  return cut - (static_cast<float>(cut) > x ? 1 : 0);
}
HWY_INLINE float Fraction(float x) { return x - static_cast<float>(Floor(x)); }
/// 0 at integers, 1 in between.
HWY_INLINE float Wave(float x) {
  const float t = Fraction(x);
  return 4.0f * t * (1.0f - t);
}

/// In [0, 1) of a lattice point.
HWY_INLINE float Hash(int32_t x, int32_t y, uint32_t seed) {
  uint32_t h = static_cast<uint32_t>(x) * 0x8da6b343u ^ static_cast<uint32_t>(y) * 0xd8163841u ^ seed;
  h ^= h >> 15;
  h *= 0x2c1b3c6du;
  h ^= h >> 12;
  h *= 0x297a2d39u;
  h ^= h >> 15;
  return static_cast<float>(static_cast<int32_t>(h >> 8)) * 0x1.0p-24f;
}

/// Value noise in [0, 1), a cell of size 1.
HWY_INLINE float Noise(float x, float y, uint32_t seed) {
  const int32_t i = Floor(x), j = Floor(y);
  const float fx = x - static_cast<float>(i), fy = y - static_cast<float>(j);
  const float sx = fx * fx * (3.0f - 2.0f * fx), sy = fy * fy * (3.0f - 2.0f * fy);
  return Mix(Mix(Hash(i, j, seed), Hash(i + 1, j, seed), sx),
             Mix(Hash(i, j + 1, seed), Hash(i + 1, j + 1, seed), sx), sy);
}

/// How much of a wave is left when pixels cover `footprint`.
HWY_INLINE float Kept(float wavelength, float footprint) {
  return Clamp01(0.6f * wavelength / footprint - 0.6f);
}

/// Noise of several scales about 0, the largest `scale`, each next one smaller by 2.1 and weaker by 0.65.
template <int kOctaves>
HWY_INLINE float Fractal(float u, float v, float scale, float footprint, uint32_t seed) {
  float sum = 0.0f, weight = 1.0f, wavelength = scale, x = u / scale, y = v / scale;
  for (int octave = 0; octave < kOctaves; ++octave) {
    sum += weight * Kept(wavelength, footprint) * (Noise(x, y, seed + static_cast<uint32_t>(octave)) - 0.5f);
    const float turned = 1.68f * x + 1.26f * y;  // by 37 degrees, so that the lattices do not show
    y = -1.26f * x + 1.68f * y;
    x = turned;
    wavelength *= 1.0f / 2.1f;
    weight *= 0.65f;
  }
  return sum;
}

/// How much of a pixel a line covers whose edge is `inside` metres away, positive within.
HWY_INLINE float Coverage(float inside, float footprint) { return Clamp01(inside / footprint + 0.5f); }
/// The same of a line of `width` at `distance` from its middle.
HWY_INLINE float LineCoverage(float distance, float width, float footprint) {
  return Coverage(0.5f * width - distance, std::fmax(footprint, width)) * Clamp01(width / footprint);
}
/// Distance to the nearest line of a lattice, where `x` is counted in cells of size `cell`.
HWY_INLINE float ToLattice(float x, float cell) {
  const float t = Fraction(x);
  return cell * std::fmin(t, 1.0f - t);
}

HWY_INLINE Rgb Paint(const PatternInputs& in, float u, float v, float footprint) {
  const float mottled = Fractal<4>(u, v, in.scale, footprint, in.seed);
  const float grain = Fractal<3>(u, v, 0.016f, footprint, in.seed + 17u);
  const float stains = Clamp01(5.0f * (Fractal<4>(u, v, 0.3f, footprint, in.seed + 31u) - 0.22f));
  const Rgb color = Mix(in.base, in.second, Clamp01(0.3f + mottled));
  return Scaled(Mix(color, in.third, 0.35f * stains), 1.0f + in.contrast * (0.4f * mottled + 1.1f * grain));
}

/// Rings cut lengthwise, with fibres.
HWY_INLINE Rgb Grain(const PatternInputs& in, float u, float v, float footprint, uint32_t seed) {
  const float bent = Fractal<3>(0.16f * u, v, 2.0f * in.scale, footprint, seed);
  const float rings = (Wave(v / in.scale * 2.0f + 5.0f * bent) - 0.5f) * Kept(0.3f * in.scale, footprint);
  const float fibres = (Noise(u * 22.0f, v * 420.0f, seed + 5u) - 0.5f) * Kept(0.006f, footprint);
  const float streaks = Fractal<4>(0.08f * u, v, 0.03f, footprint, seed + 9u);
  const float dark = Clamp01(0.45f + 0.55f * rings + 0.9f * bent + 0.5f * streaks);
  return Scaled(Mix(in.base, in.second, dark), 1.0f + in.contrast * (0.35f * fibres + 0.35f * streaks));
}

HWY_INLINE Rgb Wood(const PatternInputs& in, float u, float v, float footprint) {
  return Grain(in, u, v, footprint, in.seed);
}

HWY_INLINE Rgb Planks(const PatternInputs& in, float u, float v, float footprint) {
  constexpr float kLength = 1.1f, kGap = 0.004f;
  const float row = v / in.scale;
  const int32_t board = Floor(row);
  const float along = u / kLength + Hash(board, 7, in.seed);
  const int32_t piece = Floor(along);
  const float tone = Hash(board, piece, in.seed + 3u);
  const float far = 13.0f * tone;  // each board is cut from another place
  const Rgb wood = Grain(in, u + far, v + far, footprint, in.seed);
  const float gap = std::fmax(LineCoverage(ToLattice(row, in.scale), kGap, footprint),
                              LineCoverage(ToLattice(along, kLength), kGap, footprint));
  return Mix(Scaled(wood, 0.72f + 0.5f * tone), in.third, 0.85f * gap);
}

HWY_INLINE Rgb Fabric(const PatternInputs& in, float u, float v, float footprint) {
  const float thread = 0.25f * in.scale;
  const float weave = (Wave(u / thread) * Wave(v / thread) - 0.44f) * Kept(thread, footprint);
  const float coarse = (Wave(u / in.scale) - Wave(v / in.scale)) * Kept(in.scale, footprint);
  const float folds = Fractal<5>(u, v, 0.25f, footprint, in.seed);
  const float flecks =
      Clamp01(6.0f * (Noise(u / in.scale * 1.7f, v / in.scale * 1.7f, in.seed + 3u) - 0.75f)) *
      Kept(in.scale, footprint);
  const Rgb color =
      Mix(Mix(in.base, in.second, Clamp01(0.4f + 0.2f * coarse + 0.5f * folds)), in.third, 0.35f * flecks);
  return Scaled(color, 1.0f + in.contrast * (0.8f * weave + 0.9f * folds));
}

HWY_INLINE Rgb Bricks(const PatternInputs& in, float u, float v, float footprint) {
  const float height = 0.31f * in.scale, joint = 0.012f;
  const float course = v / height;
  const int32_t row = Floor(course);
  const float along = u / in.scale + 0.5f * static_cast<float>(row & 1);
  const float tone = Hash(Floor(along), row, in.seed);
  const float rough = Fractal<5>(u, v, 0.08f, footprint, in.seed + 11u);
  const float mortar = std::fmax(LineCoverage(ToLattice(course, height), joint, footprint),
                                 LineCoverage(ToLattice(along, in.scale), joint, footprint));
  const Rgb brick = Scaled(Mix(in.base, in.second, tone),
                           0.85f + 0.3f * Hash(row, Floor(along), in.seed + 5u) + in.contrast * 1.4f * rough);
  return Mix(brick, Scaled(in.third, 1.0f + 0.6f * rough), mortar);
}

/// Broad bands with a thin line beside each and a row of diamonds in every other one.
HWY_INLINE Rgb Stripes(const PatternInputs& in, float u, float v, float footprint) {
  const float across = u / in.scale;
  const float band = Coverage(0.25f * in.scale - std::fabs(in.scale * (Fraction(across) - 0.5f)), footprint);
  const float line = LineCoverage(in.scale * std::fabs(Fraction(across + 0.2f) - 0.5f),
                                  0.012f * (0.5f + in.scale), footprint);
  const float cell = 0.5f * in.scale;
  const float du = in.scale * std::fabs(Fraction(across) - 0.5f),
              dv = cell * std::fabs(Fraction(v / cell) - 0.5f);
  const float diamond = Coverage(0.09f * in.scale - du - 0.7f * dv, footprint);
  const float noise = Fractal<6>(u, v, 0.4f, footprint, in.seed);
  const Rgb color = Mix(Mix(in.base, in.second, band), in.third, std::fmax(0.6f * line, 0.55f * diamond));
  return Scaled(color, 1.0f + 1.6f * in.contrast * noise);
}

HWY_INLINE Rgb Tiles(const PatternInputs& in, float u, float v, float footprint) {
  const float x = u / in.scale, y = v / in.scale;
  const float tone = Hash(Floor(x), Floor(y), in.seed);
  const float cloud = Fractal<6>(u + 5.0f * tone, v, 0.5f * in.scale, footprint, in.seed + 2u);
  const float grout = std::fmax(LineCoverage(ToLattice(x, in.scale), 0.005f, footprint),
                                LineCoverage(ToLattice(y, in.scale), 0.005f, footprint));
  const Rgb tile = Scaled(Mix(in.base, in.second, Clamp01(0.5f + 1.2f * cloud)), 0.9f + 0.2f * tone);
  return Mix(tile, in.third, 0.9f * grout);
}

HWY_INLINE Rgb Rug(const PatternInputs& in, float u, float v, float footprint) {
  const float x = u / in.scale, y = v / in.scale;
  const float zigzag = y + 0.5f * std::fabs(Fraction(x) - 0.5f);
  const float band = Coverage(0.22f * in.scale - in.scale * std::fabs(Fraction(zigzag) - 0.5f), footprint);
  const float du = in.scale * std::fabs(Fraction(x + 0.5f) - 0.5f),
              dv = in.scale * std::fabs(Fraction(y + 0.25f) - 0.5f);
  const float diamond = Coverage(0.2f * in.scale - du - dv, footprint);
  const float tufts = Fractal<5>(u, v, 0.05f, footprint, in.seed);
  const float worn = Fractal<3>(u, v, 0.5f, footprint, in.seed + 4u);
  const Rgb color = Mix(Mix(in.base, in.second, band), in.third, diamond);
  return Scaled(color, 1.0f + in.contrast * (1.2f * tufts + worn));
}

/// Discs and bars over one another, on a ground that fades from one colour into the other.
HWY_INLINE Rgb Poster(const PatternInputs& in, float u, float v, float footprint) {
  const float cloud = Fractal<6>(u, v, 0.2f, footprint, in.seed);
  Rgb color = Mix(in.base, in.second, Clamp01(0.35f + 0.9f * v + 1.1f * cloud));
  for (int32_t i = 0; i < 7; ++i) {
    const float x = 0.9f * (Hash(i, 1, in.seed) - 0.5f), y = 0.7f * (Hash(i, 2, in.seed) - 0.5f);
    const float size = in.scale * (0.25f + 0.75f * Hash(i, 3, in.seed));
    const float du = u - x, dv = v - y;
    const float disc = size * 0.5f - std::sqrt(du * du + dv * dv);
    const float bar = std::fmin(size - std::fabs(du), 0.18f * size - std::fabs(dv + 0.4f * du));
    const float inside = Coverage(i & 1 ? disc : bar, footprint);
    const float tone = 0.4f + 0.9f * Hash(i, 4, in.seed);
    const Rgb ink = Scaled(Mix(in.third, in.second, i % 3 == 0 ? 1.0f : Hash(i, 5, in.seed)), tone);
    color = Mix(color, ink, 0.9f * inside);
  }
  return Scaled(color, 1.0f + in.contrast * cloud);
}

HWY_INLINE Rgb Marble(const PatternInputs& in, float u, float v, float footprint) {
  const float bent = Fractal<5>(u, v, 2.0f * in.scale, footprint, in.seed);
  const float veins = Wave(u / in.scale + 0.6f * v / in.scale + 2.2f * bent);
  const float thin = veins * veins * veins * Kept(0.5f * in.scale, footprint);
  const Rgb color = Mix(in.base, in.second, Clamp01(0.5f + 1.1f * bent));
  return Scaled(Mix(color, in.third, 0.45f * thin), 1.0f + 0.4f * in.contrast * bent);
}

HWY_INLINE Rgb Outdoors(const PatternInputs& in, float u, float v, float footprint) {
  const float leaves = Fractal<6>(u, v, 0.3f, footprint, in.seed);
  const float clouds = Fractal<5>(0.5f * u, v, 0.4f, footprint, in.seed + 40u);
  const float trees = Coverage(0.45f * leaves - 0.10f - v, std::fmax(footprint, 0.02f));
  const Rgb sky = Mix(in.base, in.third, Clamp01(0.3f + 1.4f * clouds - 0.4f * v));
  return Mix(sky, Scaled(in.second, 1.0f + 1.6f * leaves), trees);
}

HWY_INLINE Rgb Foliage(const PatternInputs& in, float u, float v, float footprint) {
  const float leaf = Fractal<5>(u, v, in.scale, footprint, in.seed);
  const float shine =
      Clamp01(4.0f * (Noise(u / in.scale * 2.3f, 1.4f * v / in.scale, in.seed + 9u) - 0.62f)) *
      Kept(0.4f * in.scale, footprint);
  const Rgb color = Mix(in.base, in.second, Clamp01(0.4f + 1.8f * leaf));
  return Scaled(Mix(color, in.third, 0.7f * shine), 1.0f + in.contrast * leaf);
}

}  // namespace isogs::synthetic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
