// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "slam/losses/iso_loss.h"
#include "slam/losses/view_cone.h"
#include "slam/rendering/cpu/frame_state.h"

/// The stages of the iso-surface loss on the CPU. Each function does one piece of work on one thread, with
/// the best instruction set that the processor has.
///
/// A Gaussian's support lies in a ball of support_sigma times its largest scale; the samples that it can meet
/// are those of the pixels in which its ball can be seen. Gaussians that stand together in the map mostly lie
/// together in the view too: those of a group share the samples of a box around their balls, and each sample
/// is evaluated for all of them, one Gaussian a lane.
namespace isogs::cpu {

/// Groups are numbered among those that the map is looked at in.
/// Writes the bits of Gaussians whose ball, its radius times `growth` plus `margin_m`, meets any of the
/// cones. `reachable` [groups].
void FindReachable(const PaddedMap& map, std::span<const ViewCone> cones, float growth, float margin_m,
                   int64_t first, int64_t last, uint16_t* reachable);

/// What the loss's kernels look at.
struct IsoTask {
  const PaddedMap* map = nullptr;
  const PixelSamples* samples = nullptr;
  float support_sigma = 3.0f;
};

/// Gaussians of a group, and half-open ranges of the pixels in which their balls can be seen.
struct Patch {
  int32_t group = 0;
  uint16_t lanes = 0;  // a bit for each
  uint16_t hits = 0;   // those that some sample lies in
  uint16_t u_begin = 0, u_end = 0, v_begin = 0, v_end = 0;
};

/// Appends the patches of the groups [first, last), of the Gaussians in `reachable` [groups], in their order:
/// one a group where its balls lie together, several where the box around all would hold too much else.
void FindPatches(const IsoTask& task, const uint16_t* reachable, int64_t first, int64_t last,
                 std::vector<Patch>* patches);

/// The density at the samples [begin, end), `densities` [S]: a sum in the order of the patches. Sets bits of
/// their `hits`; may run beside itself on other samples.
void AddDensities(const IsoTask& task, std::span<Patch> patches, int64_t begin, int64_t end,
                  float* densities);

/// Adds the derivatives of sum_p slopes[p] d(p) of the patches' Gaussians to their rows; no Gaussian may be
/// in two calls that run beside each other. `slopes` [S].
void AddIsoGradients(const IsoTask& task, std::span<const Patch> patches, const float* slopes,
                     const GradientRows& rows);

}  // namespace isogs::cpu
