// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/mapping/densify.h"

namespace isogs {

/// Finds and makes the Gaussians on the device, those of the CPU in the same order, and copies them to the
/// host.
std::unique_ptr<Densifier> MakeDensifierCuda(cuda::Stream stream);

}  // namespace isogs
