// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/error.h"
#include "shared/image/image_io.h"

namespace isogs::fuzz {

/// For readers of images: as a data set does, refuses sides that are not those of its frames before any
/// memory is taken for pixels.
inline void RefuseLargeImages(const ImageShape& shape) {
  if (shape.width > 64 || shape.height > 64) throw Error("larger than the seeds");
}

}  // namespace isogs::fuzz
