// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// What lies up to here from the camera is not rendered [m]. Depth measured there is invalid: nothing could
/// be made of it.
inline constexpr float kNearPlaneM = 0.2f;

}  // namespace isogs
