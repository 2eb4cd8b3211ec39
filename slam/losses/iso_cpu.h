// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "slam/losses/iso_loss.h"
#include "slam/rendering/cpu/frame_state.h"

/// The stages of the iso-surface loss on the CPU. Each function does one piece of work on one thread, with
/// the best instruction set that the processor has.
///
/// A Gaussian's support lies in a ball of support_sigma times its largest scale; the pixels in which that
/// ball can be seen hold all samples that it can contain.
namespace isogs::cpu {

/// A half-space of the map in which a view's points lie: normal . p + offset >= 0, normal of length 1.
struct HalfSpace {
  float normal[3];
  float offset;
};

/// What a view sees.
struct ViewCone {
  static constexpr int kFaces = 5;
  HalfSpace faces[kFaces];
};
ViewCone MakeViewCone(const RenderCamera& camera);

/// What a group of 16 Gaussians can meet of the samples.
struct GroupReach {
  uint16_t lanes = 0;  // a bit for each Gaussian whose ball can be seen where there are samples
  uint16_t first_row = 1, last_row = 0;
};

/// Writes the bits of Gaussians whose ball, its radius times `growth` plus `margin_m`, meets any of the
/// cones. `reachable` [groups].
void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable);

/// What the loss's kernels look at.
struct IsoTask {
  const PaddedMap* map = nullptr;
  const SurfaceSamples* samples = nullptr;
  float support_sigma = 3.0f;
};

/// Writes `reach` [groups] of the groups [first, last), of the Gaussians in `reachable` [groups].
void FindReach(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
               GroupReach* reach);

/// The density at the samples [begin, end), `densities` [S]: a sum in the order of the Gaussians. Sets the
/// bits of those that meet a sample in `hits` [groups]; may run beside itself on other samples.
void AddDensities(const IsoTask& task, std::span<const GroupReach> reach, int64_t begin, int64_t end,
                  float* densities, uint16_t* hits);

/// Adds the derivatives of sum_p slopes[p] d(p) of the groups [first, last) to their rows. `slopes` [S].
void AddIsoGradients(const IsoTask& task, const uint16_t* hits, int64_t first, int64_t last,
                     const float* slopes, const GradientRows& rows);

}  // namespace isogs::cpu
