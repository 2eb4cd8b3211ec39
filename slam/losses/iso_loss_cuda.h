// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/losses/iso_loss.h"

namespace isogs {

/// The same result every time.
std::unique_ptr<IsoLoss> MakeIsoLossCuda(cuda::Stream stream);

}  // namespace isogs
