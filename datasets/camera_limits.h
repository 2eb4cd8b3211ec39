// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/geometry/camera.h"

namespace isogs {

/// Throws UsageError naming `where`, the key and what is expected unless the camera's numbers make sense for
/// its image: focal lengths of 1/50 to 100 sides (175 to 0.6 degrees), a principal point within ten sides of
/// the image, as that of a part cut out of a larger one.
void CheckCamera(const Camera& camera, const std::string& where);

}  // namespace isogs
