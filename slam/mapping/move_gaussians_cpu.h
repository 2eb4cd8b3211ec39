// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/mapping/move_gaussians.h"

namespace isogs {

std::unique_ptr<GaussianMover> MakeGaussianMoverCpu();

}  // namespace isogs
