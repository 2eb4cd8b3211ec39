// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "shared/image/image.h"

namespace open3d::visualization::gui {
class Window;
}

namespace isogs {

/// Draws `window` and returns its pixels [3,H,W], widgets included. `tick` is called until they are there; it
/// handles what happened, and returns false when the window is closed. Nothing if it is closed, or after a
/// minute.
std::optional<Image<uint8_t>> CaptureWindow(open3d::visualization::gui::Window& window,
                                            const std::function<bool()>& tick);

}  // namespace isogs
