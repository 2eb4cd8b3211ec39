// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "datasets/frame_files.h"
#include "shared/image/image_io.h"

namespace isogs {

/// Sides of a data set's images as they are stored, by its first, middle and last frame. Nothing where none
/// of these can be read, or where they differ.
struct StoredShapes {
  std::optional<ImageShape> color;
  std::optional<ImageShape> depth;
};

StoredShapes LookAtShapes(const std::vector<FrameFiles>& frames);

/// Do both show one view, one with fewer pixels than the other? Sides may be rounded.
bool SameAspect(int width, int height, int fewer_width, int fewer_height);

}  // namespace isogs
