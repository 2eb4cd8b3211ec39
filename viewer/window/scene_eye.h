// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "viewer/scene/scene_state.h"
#include "viewer/scene/viewpoint.h"

namespace open3d::visualization::gui {
class SceneWidget;
}

namespace isogs {

/// Where the scene is seen from: over the camera's shoulder, or where the user went.
class SceneEye {
 public:
  SceneEye(open3d::visualization::gui::SceneWidget& widget, bool follows, double follow_distance_m)
      : widget_(widget), follows_(follows), follow_distance_m_(follow_distance_m) {}

  bool follows() const { return follows_; }
  void set_follows(bool follows) {
    follows_ = follows, looks_over_all_ = false;
    looks_from_.reset();  // the user may have turned it
  }

  /// Keeps to the camera if it follows. Otherwise looks over all, as that grows, until the user goes
  /// elsewhere (set_follows). `bounds`: of what there is to see. Returns whether it has moved since the last
  /// time.
  bool Place(const SceneState& state, const Bounds& bounds);
  /// Looks over all, and follows no more.
  void Overview(const SceneState& state, const Bounds& bounds);

 private:
  void SetLimits(const Bounds& bounds);
  void LookFrom(const Viewpoint& viewpoint);
  void LookOverAll(const SceneState& state, const Bounds& bounds);

  open3d::visualization::gui::SceneWidget& widget_;
  bool follows_;
  double follow_distance_m_;
  bool placed_ = false;  // has been put somewhere
  bool moved_ = false;   // since the last Place
  std::optional<Viewpoint> looks_from_;
  bool looks_over_all_ = false;   // has been put there by itself
  float seen_diagonal_m_ = 0.0f;  // of all when it was
  Bounds limits_;                 // that the picture's depth range was made for
};

}  // namespace isogs
