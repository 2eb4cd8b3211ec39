// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/snapshot_difference.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isogs {
namespace {

// Changes that are too small to be seen in a mesh.
constexpr float kMoveVoxels = 0.1f;
constexpr int kOpacitySteps = 13;        // of 255
constexpr int kColorSteps = 8;           // of 255
constexpr int kLog2ScaleSteps = 205;     // of 2048 an octave: 7 %
constexpr float kNormalCosine = 0.999f;  // 2.6 degrees

/// Whether a mesh shows no difference.
struct LooksSame {
  bool exact;
  float voxel_size_m;
  bool scales_count;  ///< the size of an oriented Gaussian shows in its normal at most

  bool operator()(const GaussianRecord& a, const GaussianRecord& b) const {
    if (IsSame(a, b)) return true;
    if (exact) return false;
    float squared = 0.0f;
    for (size_t k = 0; k < 3; ++k) {
      const float moved = a.mean[k] - b.mean[k];
      squared += moved * moved;
      if (std::abs(a.color[k] - b.color[k]) > kColorSteps) return false;
      if (scales_count && std::abs(a.log2_scale[k] - b.log2_scale[k]) > kLog2ScaleSteps) return false;
    }
    const float limit = kMoveVoxels * voxel_size_m;
    if (squared > limit * limit || std::abs(a.opacity - b.opacity) > kOpacitySteps) return false;
    const std::array<float, 3> m = NormalOf(a), n = NormalOf(b);
    return m[0] * n[0] + m[1] * n[1] + m[2] * n[2] > kNormalCosine;
  }
};

/// `latest`, where what looks the same as in `meshed` stays that.
std::vector<GaussianRecord> Merge(std::span<const GaussianRecord> meshed,
                                  std::span<const GaussianRecord> latest, const LooksSame& looks_same,
                                  SnapshotDifference* difference) {
  std::vector<GaussianRecord> next(latest.begin(), latest.end());
  size_t i = 0;
  for (GaussianRecord& gaussian : next) {
    for (; i < meshed.size() && meshed[i].id < gaussian.id; ++i) difference->ComeOrGo(meshed[i]);
    if (i == meshed.size() || meshed[i].id != gaussian.id) {
      difference->ComeOrGo(gaussian);
      continue;
    }
    const GaussianRecord& before = meshed[i++];
    if (looks_same(before, gaussian)) {
      gaussian = before;
    } else {
      difference->Change(before, gaussian);
    }
  }
  for (; i < meshed.size(); ++i) difference->ComeOrGo(meshed[i]);
  return next;
}

}  // namespace

SnapshotDifference TakeOver(std::span<const GaussianRecord> latest, const MeshOptions& options, bool exact,
                            std::vector<GaussianRecord>* meshed) {
  const LooksSame looks_same = {exact, static_cast<float>(options.voxel_size_m),
                                options.surface == Surface::kDensity};
  SnapshotDifference difference;
  // Mostly the same Gaussians lie in the same places, with new ones after them.
  const size_t common = std::min(meshed->size(), latest.size());
  size_t i = 0;
  for (; i < common && (*meshed)[i].id == latest[i].id; ++i) {
    GaussianRecord& before = (*meshed)[i];
    if (looks_same(before, latest[i])) continue;
    difference.Change(before, latest[i]);
    before = latest[i];
  }
  const std::vector<GaussianRecord> rest =
      Merge(std::span(*meshed).subspan(i), latest.subspan(i), looks_same, &difference);
  meshed->resize(i);
  meshed->insert(meshed->end(), rest.begin(), rest.end());
  return difference;
}

}  // namespace isogs
