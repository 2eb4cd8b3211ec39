// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/losses/exposure.h"

namespace isogs {

/// The same exposure every time.
std::unique_ptr<ExposureFitter> MakeExposureFitterCuda(cuda::Stream stream);

}  // namespace isogs
