// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/losses/image_loss.h"

namespace isogs {

/// The same values and gradients every time. Tracking waits for the device, for its value; Mapping does not.
std::unique_ptr<ImageLoss> MakeImageLossCuda(cuda::Stream stream);

}  // namespace isogs
