// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/image/image.h"

namespace isogs {

/// How sharp an image [3,H,W] is beside others of the same scene: the mean squared gradient of its greys over
/// their variance [1/px^2], which no exposure changes. 0 where nothing is to be seen. Black pixels are taken
/// for such without a colour.
double SharpnessOf(const Image<float>& color);

}  // namespace isogs
