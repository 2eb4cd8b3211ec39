// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <open3d/visualization/gui/ImageWidget.h>
#include <open3d/visualization/gui/SceneWidget.h>
#include <open3d/visualization/gui/Window.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shared/image/image.h"

namespace isogs {

/// The widgets of a ViewerWindow: a scene that fills it, and on top of that texts, a list of keys and images.
class ViewerPane : public open3d::visualization::gui::Window {
 public:
  ViewerPane(const std::string& title, int width, int height);
  ~ViewerPane() override;

  open3d::visualization::gui::SceneWidget& scene();
  /// Empty: none, also for the others.
  void ShowText(const std::string& text);
  void ShowKeys(const std::string& keys);
  /// In the middle.
  void ShowWaiting(const std::string& text);
  /// With a line above it. Null: none. It is the same image as before if the pointer is.
  void ShowImage(const std::shared_ptr<const Image<uint8_t>>& image, const std::string& caption);
  /// To be called when the mouse turns the scene.
  void set_on_turned(std::function<void()> on_turned);

 protected:
  void Layout(const open3d::visualization::gui::LayoutContext& context) override;

 private:
  class Scene;
  class Panel;

  std::shared_ptr<Scene> scene_;
  std::shared_ptr<Panel> text_, keys_, waiting_, caption_;
  std::shared_ptr<open3d::visualization::gui::ImageWidget> image_widget_;
  std::shared_ptr<const Image<uint8_t>> image_;  // on show
};

}  // namespace isogs
