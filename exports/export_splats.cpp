// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/export_splats.h"

#include <cmath>
#include <vector>

#include "meshing/map_input.h"
#include "shared/core/error.h"
#include "shared/formats/ply.h"
#include "shared/formats/splat_formats.h"
#include "shared/types/disc_normals.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

/// On the side that was seen.
std::vector<float> NormalsOf(const MapInput& map) {
  return map.cameras.normals.empty() ? SeenNormals(map.cloud, map.cameras.centers) : map.cameras.normals;
}

/// The nearest that OpenUSD knows.
UsdUpAxis UpAxisOf(const MapInput& map) {
  return std::abs(map.up.y()) > std::abs(map.up.z()) ? UsdUpAxis::kY : UsdUpAxis::kZ;
}

}  // namespace

SplatsWritten ExportSplats(const std::filesystem::path& input, const std::filesystem::path& output,
                           ExportFormat format, int sh_degree) {
  MapInput map = ReadMapInput(input);
  MakeLimitsFinite(&map.cloud);
  SplatsWritten written;
  written.unusable = RemoveUnusable(&map.cloud, &map.cameras.normals);
  written.gaussians = map.cloud.size();
  if (written.gaussians == 0) throw Error(map.file.string() + ": holds no Gaussians that can be drawn");
  switch (format) {
    case ExportFormat::kPly:
      WriteSplatPly(output, map.cloud, NormalsOf(map), sh_degree);
      break;
    case ExportFormat::kGlb:
      WriteSplatGlb(output, map.cloud);
      break;
    case ExportFormat::kSpz:
      WriteSplatSpz(output, map.cloud);
      break;
    case ExportFormat::kSog:
      WriteSplatSog(output, map.cloud);
      break;
    case ExportFormat::kUsda:
      WriteSplatUsda(output, map.cloud, UpAxisOf(map));
      break;
    default:
      throw Error("is no format of splats");  // KindOf says which are
  }
  return written;
}

}  // namespace isogs
