// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/viewer_pane.h"

#include <open3d/visualization/gui/Events.h>
#include <open3d/visualization/gui/Label.h>
#include <open3d/visualization/gui/Layout.h>
#include <open3d/visualization/gui/Theme.h>
#include <open3d/visualization/rendering/Open3DScene.h>
#include <open3d/visualization/rendering/View.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "viewer/window/open3d_geometry.h"

namespace isogs {
namespace {

namespace gui = open3d::visualization::gui;
namespace rendering = open3d::visualization::rendering;

constexpr double kImageShare = 0.5;  // of the window's width, at most
const gui::Color kPanelColor(0.1f, 0.1f, 0.1f, 0.75f);

}  // namespace

/// Tells when the user turns it.
class ViewerPane::Scene : public gui::SceneWidget {
 public:
  EventResult Mouse(const gui::MouseEvent& event) override {
    const bool turns = event.type == gui::MouseEvent::DRAG || event.type == gui::MouseEvent::WHEEL;
    if (turns && on_turned) on_turned();
    return SceneWidget::Mouse(event);
  }

  std::function<void()> on_turned;
};

/// Text on a dark ground.
class ViewerPane::Panel : public gui::Vert {
 public:
  explicit Panel(int font_size)
      : gui::Vert(0, gui::Margins(font_size / 2, font_size / 4)),
        font_size_(font_size),
        label_(std::make_shared<gui::Label>("")) {
    AddChild(label_);
    SetBackgroundColor(kPanelColor);
    SetVisible(false);
  }

  void Show(const std::string& text) {
    SetVisible(!text.empty());
    label_->SetText(text.c_str());
  }
  /// Puts its top left corner there.
  void Place(const gui::LayoutContext& context, int x, int y) {
    const gui::Size size = SizeFor(context);
    SetFrame(gui::Rect(x, y, size.width, size.height));
  }
  gui::Size SizeFor(const gui::LayoutContext& context) const {
    gui::Size size = CalcPreferredSize(context, gui::Widget::Constraints());
    // Open3D makes room for more lines than there are.
    const auto lines = static_cast<int>(1 + std::ranges::count(std::string_view(label_->GetText()), '\n'));
    size.height = std::min(size.height, lines * font_size_ + 2 * font_size_ / 3 + GetMargins().GetVert());
    return size;
  }

 private:
  int font_size_;
  std::shared_ptr<gui::Label> label_;
};

ViewerPane::ViewerPane(const std::string& title, int width, int height)
    : gui::Window(title, width, height),
      scene_(std::make_shared<Scene>()),
      image_widget_(std::make_shared<gui::ImageWidget>()) {
  scene_->SetScene(std::make_shared<rendering::Open3DScene>(GetRenderer()));
  rendering::Open3DScene& scene = *scene_->GetScene();
  // Open3D's other settings stay: on Mesa's software renderer, one sample a pixel makes stripes of the scene.
  scene.GetView()->SetShadowing(false, rendering::View::ShadowType::kPCF);
  scene.GetView()->SetAmbientOcclusion(false);
  scene_->EnableSceneCaching(true);  // texts and images over it do not draw it anew; see ForceRedraw
  AddChild(scene_);
  AddChild(image_widget_);
  image_widget_->SetVisible(false);
  for (std::shared_ptr<Panel>* panel : {&text_, &keys_, &waiting_, &caption_}) {
    *panel = std::make_shared<Panel>(GetTheme().font_size);
    AddChild(*panel);
  }
}

ViewerPane::~ViewerPane() = default;

gui::SceneWidget& ViewerPane::scene() { return *scene_; }

void ViewerPane::set_on_turned(std::function<void()> on_turned) { scene_->on_turned = std::move(on_turned); }

void ViewerPane::ShowText(const std::string& text) {
  text_->Show(text);
  SetNeedsLayout();
}

void ViewerPane::ShowKeys(const std::string& keys) {
  keys_->Show(keys);
  SetNeedsLayout();
}

void ViewerPane::ShowWaiting(const std::string& text) {
  waiting_->Show(text);
  SetNeedsLayout();
}

void ViewerPane::ShowImage(const std::shared_ptr<const Image<uint8_t>>& image, const std::string& caption) {
  image_widget_->SetVisible(image != nullptr);
  caption_->Show(image != nullptr ? caption : "");
  if (image != nullptr && image != image_) image_widget_->UpdateImage(ToOpen3d(*image));
  image_ = image;
  SetNeedsLayout();
}

void ViewerPane::Layout(const gui::LayoutContext& context) {
  const gui::Rect all = GetContentRect();
  scene_->SetFrame(all);
  const int margin = GetTheme().font_size / 2;
  const int x = all.x + margin;
  int y = all.y + margin;
  for (Panel* const panel : {text_.get(), keys_.get()}) {
    panel->Place(context, x, y);
    if (panel->IsVisible()) y += panel->GetFrame().height + margin;
  }
  const gui::Size waiting = waiting_->SizeFor(context);
  waiting_->Place(context, all.x + (all.width - waiting.width) / 2,
                  all.y + (all.height - waiting.height) / 2);
  if (image_ != nullptr) {
    const double scale = std::min(1.0, kImageShare * all.width / image_->width());
    const auto scaled = [scale](int side) { return static_cast<int>(scale * side); };
    const gui::Rect frame(x, all.GetBottom() - scaled(image_->height()) - margin, scaled(image_->width()),
                          scaled(image_->height()));
    image_widget_->SetFrame(frame);
    caption_->Place(context, x, frame.y - caption_->SizeFor(context).height);
  }
  Window::Layout(context);
}

}  // namespace isogs
