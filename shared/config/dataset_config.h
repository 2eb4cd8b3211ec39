// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/config/field.h"

namespace isogs {

enum class BadFrame { kSkip, kStop };

inline const EnumNames<BadFrame> kBadFrameNames = {{"skip", BadFrame::kSkip}, {"stop", BadFrame::kStop}};

/// Where the frames come from and how they are brought to working size.
struct DatasetConfig {
  std::string path;             // folder of the sequence
  std::string layout = "auto";  // auto, or a name of datasets/layouts.cpp
  int width = 0;                // working width [px]; 0: from the height by aspect ratio, or as stored
  int height = 0;               // working height [px]; 0: likewise
  double max_depth_m = 10.0;    // depth beyond is invalid
  double fx = 0.0;  // focal lengths and principal point of the stored images [px]; 0: the layout's
  double fy = 0.0;
  double cx = 0.0;
  double cy = 0.0;
  double depth_scale = 0.0;  // stored depth units a metre; 0: the layout's
  // 7-Scenes, whose colour camera is not its depth camera: look colours up where the depth pixels see them
  bool register_color = true;
  BadFrame on_bad_frame = BadFrame::kSkip;
  int prefetch_frames = 4;  // frames decoded ahead

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("path", path);
    visit("layout", layout);
    visit("width", width, InRange(0, 16384));
    visit("height", height, InRange(0, 16384));
    visit("max_depth_m", max_depth_m, InRange(0.01, 1000.0));
    visit("fx", fx, InRange(0.0, 1e5));
    visit("fy", fy, InRange(0.0, 1e5));
    visit("cx", cx, InRange(-1e5, 1e5));
    visit("cy", cy, InRange(-1e5, 1e5));
    visit("depth_scale", depth_scale, InRange(0.0, 1e6));
    visit("register_color", register_color);
    visit("on_bad_frame", on_bad_frame, kBadFrameNames);
    visit("prefetch_frames", prefetch_frames, InRange(1, 64));
  }
};

}  // namespace isogs
