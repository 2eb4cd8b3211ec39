// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/core/host_device.h"

// Opacities are kept as logits, for kernels on any device.
namespace isogs {

/// From a logit to (0, 1).
ISOGS_HD inline float Logistic(float logit) { return 1.0f / (1.0f + std::exp(-logit)); }
/// Inverse of Logistic.
ISOGS_HD inline float Logit(float value) { return std::log(value / (1.0f - value)); }

}  // namespace isogs
