// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/configured_camera.h"

#include <utility>

#include "shared/core/error.h"

namespace isogs {

Camera ConfiguredCamera(const DatasetConfig& config, const StoredShapes& shapes, const std::string& hint) {
  std::string missing;
  for (const auto& [key, value] :
       {std::pair("fx", config.fx), {"fy", config.fy}, {"cx", config.cx}, {"cy", config.cy}}) {
    if (value == 0.0) missing.append(missing.empty() ? "" : ", ").append(key);
  }
  if (!missing.empty()) {
    throw UsageError(config.path +
                     ": found no intrinsics, expected dataset.fx, fy, cx and cy [px] (missing: " + missing +
                     "); " + hint);
  }
  const std::optional<ImageShape>& shape = shapes.color ? shapes.color : shapes.depth;
  if (!shape) {
    throw UsageError(config.path +
                     ": the first, middle and last frame's images cannot be read or differ in size, expected "
                     "images of one size");
  }
  return {shape->width, shape->height, config.fx, config.fy, config.cx, config.cy};
}

}  // namespace isogs
