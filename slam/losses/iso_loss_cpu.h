// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/losses/iso_loss.h"

namespace isogs {

/// The iso-surface loss on the CPU: vectorised, parallel, bit for bit the same for any number of threads and
/// any chunk.
std::unique_ptr<IsoLoss> MakeIsoLossCpu();

}  // namespace isogs
