// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

enum class ViewMode { kFollow, kFree };
inline const EnumNames<ViewMode> kViewModeNames = {{"follow", ViewMode::kFollow}, {"free", ViewMode::kFree}};

/// The window that shows a run, and the pictures of a viewer without one.
struct ViewerConfig {
  int width = 1280;  // of window and pictures [px]
  int height = 800;
  int refresh_ms = 200;               // shortest time between two drawings of what is new
  double picture_interval_s = 5.0;    // without a window: time between pictures
  ViewMode view = ViewMode::kFollow;  // point of view at the start
  double follow_distance_m = 0.7;     // of the eye behind the camera that it follows

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("width", width, InRange(160, 7680));
    visit("height", height, InRange(120, 4320));
    visit("refresh_ms", refresh_ms, InRange(10, 1000));
    visit("picture_interval_s", picture_interval_s, InRange(0.1, 86400.0));
    visit("view", view, kViewModeNames);
    visit("follow_distance_m", follow_distance_m, InRange(0.0, 100.0));
  }
};

}  // namespace isogs
