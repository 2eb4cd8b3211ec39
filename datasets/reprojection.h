// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/types/frame.h"

namespace isogs {

/// How well a frame's points, moved by a pose, fall onto what another frame measured there.
struct Agreement {
  double depth = 0.0;  // share of the points whose depth the other frame measured, up to 5 %
  double seen = 0.0;   // share of the points that lie where the other frame measured anything
  double grey = 0.0;   // correlation of greys, -1 to 1, of the points that it saw

  /// 0 to 1. Depth alone says little in front of a wall, greys alone little where there is no texture.
  double score() const;
};

/// `to_from_from` takes the camera frame of `from` to that of `to`. `camera` is taken for that of both.
Agreement Reproject(const Frame& from, const Frame& to, const Pose& to_from_from, const Camera& camera);

}  // namespace isogs
