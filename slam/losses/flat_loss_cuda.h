// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/losses/flat_loss.h"

namespace isogs {

/// The same sum every time.
std::unique_ptr<FlatLoss> MakeFlatLossCuda(cuda::Stream stream);

}  // namespace isogs
