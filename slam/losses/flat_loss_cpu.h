// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/losses/flat_loss.h"

namespace isogs {

/// The flat loss on the CPU, bit for bit the same for any number of threads.
std::unique_ptr<FlatLoss> MakeFlatLossCpu();

}  // namespace isogs
