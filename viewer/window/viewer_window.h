// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "shared/config/viewer_config.h"
#include "viewer/scene/scene_state.h"

namespace isogs {

struct ViewerWindowOptions {
  std::string title;
  ViewerConfig config;
  bool hidden = false;                        ///< draws into memory; needs a display all the same
  bool in_software = false;                   ///< see DrawingPlace: draws what is cheap to draw
  std::filesystem::path screenshots;          ///< folder for the screenshot key
  std::string more_keys;                      ///< lines for the list of keys
  std::function<bool(char key)> on_key = {};  ///< for keys that the window does not know; true: known
};

/// Keys that have no character, for ViewerWindowOptions::on_key.
inline constexpr char kKeyLeft = 1, kKeyRight = 2, kKeyHome = 3, kKeyEnd = 4;

/// A window on a scene: mesh, camera path, camera, preview image and text, with its keys. At most one in a
/// process, for the main thread. All of it is drawn the same with and without a screen.
class ViewerWindow {
 public:
  /// Throws UsageError if Open3D's resources are missing; CheckDisplay() must have found all ready.
  explicit ViewerWindow(ViewerWindowOptions options);
  ~ViewerWindow();
  ViewerWindow(const ViewerWindow&) = delete;
  ViewerWindow& operator=(const ViewerWindow&) = delete;

  /// Draws the scene soon.
  void Show(const SceneState& state);
  /// Handles what the user did, for about 10 ms. False when the window is closed.
  bool Tick();
  /// Draws, and writes the whole window as PNG. Throws Error if the file cannot be written.
  void SavePicture(const std::filesystem::path& path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isogs
