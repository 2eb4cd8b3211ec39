// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "datasets/frame_images.h"
#include "shared/config/dataset_config.h"
#include "shared/image/image.h"
#include "shared/ipc/camera_frame.h"

namespace isogs {

/// Units of depth that came as metres: Replica's.
double DepthUnitsPerMetre(const CameraFacts& facts);

/// The images of a camera's frame, decoded.
struct LiveImages {
  Image<uint8_t> color;   // [3,H,W]
  Image<uint16_t> depth;  // [1,H,W], DepthUnitsPerMetre
};

/// Throws Error if colours are a JPEG that cannot be decoded, or of another size than the facts say.
LiveImages DecodeImages(const CameraFrame& frame);

/// From a camera's images to working size, as a data set of the same files would be read.
FrameImages MakeLiveFrameImages(const CameraFacts& facts, const DatasetConfig& config);

}  // namespace isogs
