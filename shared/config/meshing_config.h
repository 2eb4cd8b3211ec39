// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "shared/config/field.h"

namespace isogs {

/// Which surface of the Gaussians a mesh shows (docs/method.md, "Oriented surface", "Density surface").
enum class Surface {
  kOriented,  ///< zero of the signed distance to the discs around: one sheet, on the surface
  kDensity,   ///< level set of the summed density: a closed shell around it
};
inline const EnumNames<Surface> kSurfaceNames = {{"oriented", Surface::kOriented},
                                                 {"density", Surface::kDensity}};

/// The live mesh (process `mesher`).
struct MeshingConfig {
  double voxel_size_m = 0.02;
  Surface surface = Surface::kOriented;
  double iso_level = 0.3;                  // density: value on the surface
  int64_t min_component = 200;             // connected parts of fewer triangles are left out
  int64_t max_bytes = int64_t{512} << 20;  // a larger mesh doubles the voxel
  int threads = 1;                         // 0: all processors
  std::string device = "cpu";              // where blocks are meshed: cpu, cuda or cuda:N

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("voxel_size_m", voxel_size_m, InRange(1e-4, 10.0));
    visit("surface", surface, kSurfaceNames);
    visit("iso_level", iso_level, InRange(1e-6, 1e6));
    visit("min_component", min_component, InRange<int64_t>(0, INT64_MAX));
    visit("max_bytes", max_bytes, InRange<int64_t>(1 << 20, INT64_MAX));
    visit("threads", threads, InRange(0, 1024));
    visit("device", device);
  }
};

}  // namespace isogs
