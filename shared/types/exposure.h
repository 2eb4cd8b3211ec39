// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// From the map's colours to a frame's, a channel each: gain x colour + bias. Cameras that set exposure and
/// white balance themselves change both from frame to frame.
struct Exposure {
  float gain[3] = {1.0f, 1.0f, 1.0f};
  float bias[3] = {0.0f, 0.0f, 0.0f};

  bool operator==(const Exposure&) const = default;
};

}  // namespace isogs
