// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// What lies nearer to the camera is not rendered, and so not made either [m].
inline constexpr float kNearPlaneM = 0.2f;

}  // namespace isogs
