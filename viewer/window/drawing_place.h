// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "viewer/window/virtual_display.h"

namespace isogs {

enum class Drawing { kWindow, kHidden };

/// A display to draw on: the one that DISPLAY names or, for hidden drawing where that cannot be used, one of
/// our own. To be made first thing in `main`, before other threads are started.
class DrawingPlace {
 public:
  /// Throws UsageError where nothing can be drawn.
  explicit DrawingPlace(Drawing drawing);

  /// Whether processors draw, for want of a graphics card.
  bool in_software() const { return in_software_; }

 private:
  bool in_software_ = false;
  std::optional<VirtualDisplay> virtual_display_;
};

}  // namespace isogs
