// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/mapping/hide_pixels.h"

namespace isogs {

std::unique_ptr<PixelHider> MakePixelHiderCpu();

}  // namespace isogs
