// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "datasets/stored_shapes.h"
#include "shared/config/dataset_config.h"
#include "shared/geometry/camera.h"

namespace isogs {

/// The camera of a layout that stores no intrinsics: the configuration's numbers, for the pixels that colour
/// images have, or else depth images. Throws UsageError that names missing keys, with `hint`, and if no image
/// can be read.
Camera ConfiguredCamera(const DatasetConfig& config, const StoredShapes& shapes, const std::string& hint);

}  // namespace isogs
