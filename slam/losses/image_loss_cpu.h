// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/losses/image_loss.h"

namespace isogs {

/// Image losses on the CPU: vectorised, parallel, bit for bit the same for any number of threads.
std::unique_ptr<ImageLoss> MakeImageLossCpu();

}  // namespace isogs
