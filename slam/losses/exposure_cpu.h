// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/losses/exposure.h"

namespace isogs {

/// Bit for bit the same for any number of threads.
std::unique_ptr<ExposureFitter> MakeExposureFitterCpu();

}  // namespace isogs
