// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// Gives the map as it is when all keyframes so far are mapped: who calls it may have to wait for mapping.
/// Most frames are found by keyframes alone.
using MapAccess = std::function<GaussianView()>;

}  // namespace isogs
