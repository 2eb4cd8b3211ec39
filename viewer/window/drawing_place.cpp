// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/drawing_place.h"

#include <stdlib.h>

#include <cstdlib>
#include <string>

#include "shared/core/error.h"
#include "viewer/window/display_check.h"

namespace isogs {
namespace {

bool IsReady(DisplayState state) {
  return state == DisplayState::kReady || state == DisplayState::kReadyInSoftware;
}

bool HasDisplay() {
  const char* const display = std::getenv("DISPLAY");
  return display != nullptr && *display != '\0';
}

/// What draws without a graphics card takes processors from SLAM, and on one thread it takes 40 % less of
/// them. No graphics card looks at this.
void LimitSoftwareRendering() { setenv("LP_NUM_THREADS", "1", 0); }  // of Mesa's llvmpipe

}  // namespace

DrawingPlace::DrawingPlace(Drawing drawing) {
  DisplayState state = HasDisplay() ? CheckDisplay() : DisplayState::kNoDisplay;
  if (drawing == Drawing::kWindow) {
    if (!HasDisplay()) throw UsageError("no DISPLAY to open a window on; pictures need none: --headless");
    if (state == DisplayState::kNoDisplay) {
      throw UsageError("DISPLAY " + std::string(std::getenv("DISPLAY")) + " cannot be opened");
    }
  } else if (!IsReady(state)) {
    virtual_display_.emplace();
    state = CheckDisplay();
  }
  if (!IsReady(state)) {
    throw UsageError("no OpenGL 4.1 on DISPLAY " + std::string(std::getenv("DISPLAY")) +
                     "; where there is no graphics card, install libgl1-mesa-dri");
  }
  in_software_ = state == DisplayState::kReadyInSoftware;
  LimitSoftwareRendering();
}

}  // namespace isogs
