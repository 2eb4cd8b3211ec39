// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/viewer_window.h"

#include <fcntl.h>
#include <open3d/core/Tensor.h>
#include <open3d/geometry/BoundingVolume.h>
#include <open3d/utility/Logging.h>
#include <open3d/visualization/gui/Application.h>
#include <open3d/visualization/gui/BitmapWindowSystem.h>
#include <open3d/visualization/gui/Events.h>
#include <open3d/visualization/gui/ImageWidget.h>
#include <open3d/visualization/gui/Label.h>
#include <open3d/visualization/gui/SceneWidget.h>
#include <open3d/visualization/gui/Theme.h>
#include <open3d/visualization/gui/Window.h>
#include <open3d/visualization/rendering/Open3DScene.h>
#include <open3d/visualization/rendering/View.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "viewer/display_check.h"
#include "viewer/scene_layers.h"
#include "viewer/viewpoint.h"

namespace isogs {
namespace {

namespace gui = open3d::visualization::gui;
namespace rendering = open3d::visualization::rendering;
using Clock = std::chrono::steady_clock;

constexpr float kFieldOfView_deg = 60.0f;
constexpr float kBoundsGrowth = 1.3f;  // how much larger the scene must be before its limits are set anew
constexpr double kPreviewShare = 0.5;  // of the window's width, at most

constexpr std::chrono::seconds kCapturePatience{60};
constexpr std::chrono::milliseconds kDrawPatience{200};

constexpr const char* kKeys =
    "h  this list\n"
    "f  follow the camera / look around freely\n"
    "r  overview of the whole scene\n"
    "1  colours   2  shaded   3  normals\n"
    "w  wireframe   p  path   i  images   t  text\n"
    "s  screenshot\n"
    "q  close\n"
    "mouse  drag to turn, Ctrl-drag to move, wheel to come closer";

/// Keeps what Open3D and Filament say of themselves off the console.
class Quiet {
 public:
  Quiet() {
    std::fflush(stdout);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (int i = 0; i < 2; ++i) {
      saved_[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 3);
      dup2(nowhere, i + 1);
    }
    close(nowhere);
  }
  ~Quiet() {
    std::fflush(stdout);
    for (int i = 0; i < 2; ++i) {
      dup2(saved_[i], i + 1);
      close(saved_[i]);
    }
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  int saved_[2];
};

/// Scene, and on top of it the texts and the preview.
class Pane : public gui::Window {
 public:
  Pane(const std::string& title, int width, int height) : gui::Window(title, width, height) {
    scene_ = std::make_shared<Scene>();
    scene_->SetScene(std::make_shared<rendering::Open3DScene>(GetRenderer()));
    preview_ = std::make_shared<gui::ImageWidget>();
    text_ = std::make_shared<gui::Label>("");
    keys_ = std::make_shared<gui::Label>("");
    preview_->SetVisible(false);
    keys_->SetVisible(false);
    for (const auto& label : {text_, keys_}) label->SetBackgroundColor(gui::Color(0.1f, 0.1f, 0.1f, 0.75f));
    for (const std::shared_ptr<gui::Widget>& widget :
         std::initializer_list<std::shared_ptr<gui::Widget>>{scene_, preview_, text_, keys_}) {
      AddChild(widget);
    }
  }

  gui::SceneWidget& scene() { return *scene_; }
  gui::Label& text() { return *text_; }
  gui::Label& keys() { return *keys_; }
  gui::ImageWidget& preview() { return *preview_; }
  void set_preview_size(int width, int height) { preview_size_ = gui::Size(width, height); }
  /// Called when the mouse turns the scene.
  void set_on_turned(std::function<void()> on_turned) { scene_->on_turned = std::move(on_turned); }

 protected:
  void Layout(const gui::LayoutContext& context) override {
    const gui::Rect all = GetContentRect();
    scene_->SetFrame(all);
    const int margin = GetTheme().font_size / 2;
    const auto place = [&](gui::Label& label, int y) {
      const gui::Size size = label.CalcPreferredSize(context, gui::Widget::Constraints());
      label.SetFrame(gui::Rect(all.x + margin, y, size.width, size.height));
      return y + size.height + margin;
    };
    place(*keys_, place(*text_, all.y + margin));
    const double scale = std::min(1.0, kPreviewShare * all.width / std::max(preview_size_.width, 1));
    const int width = static_cast<int>(scale * preview_size_.width);
    const int height = static_cast<int>(scale * preview_size_.height);
    preview_->SetFrame(gui::Rect(all.x + margin, all.GetBottom() - height - margin, width, height));
    Window::Layout(context);
  }

 private:
  struct Scene : gui::SceneWidget {
    std::function<void()> on_turned;
    EventResult Mouse(const gui::MouseEvent& event) override {
      const bool turns = event.type == gui::MouseEvent::DRAG || event.type == gui::MouseEvent::WHEEL;
      if (turns && on_turned) on_turned();
      return SceneWidget::Mouse(event);
    }
  };

  std::shared_ptr<Scene> scene_;
  std::shared_ptr<gui::ImageWidget> preview_;
  std::shared_ptr<gui::Label> text_, keys_;
  gui::Size preview_size_;
};

}  // namespace

class ViewerWindow::Impl {
 public:
  explicit Impl(ViewerWindowOptions options);
  ~Impl();

  void Show(const SceneState& state);
  bool Tick();
  void SavePicture(const std::filesystem::path& path);

 private:
  bool OnKey(char key);
  void ShowLayers();
  void ShowPreview();
  void ShowTexts();
  void PlaceEye();
  void SetLimits();
  void LookFrom(const Viewpoint& viewpoint);
  void Overview();
  std::optional<Image<uint8_t>> Capture();

  ViewerWindowOptions options_;
  Pane* pane_ = nullptr;  // owned by the application; null once closed
  std::optional<SceneLayers> layers_;
  LayerChoice choice_;
  bool follow_, show_images_ = true, show_text_ = true, show_keys_ = false;
  bool placed_ = false;  // the eye has been put somewhere
  Bounds limits_;        // that the scene's depth range was made for
  SceneState state_;
  std::shared_ptr<const Image<uint8_t>> preview_;  // on show
  bool screenshot_asked_ = false;
};

ViewerWindow::Impl::Impl(ViewerWindowOptions options)
    : options_(std::move(options)), follow_(options_.config.view == ViewMode::kFollow) {
  const std::filesystem::path resources = FindGuiResources();
  const Quiet quiet;
  open3d::utility::SetVerbosityLevel(open3d::utility::VerbosityLevel::Error);
  auto& application = gui::Application::GetInstance();
  if (options_.hidden) application.SetWindowSystem(std::make_shared<gui::BitmapWindowSystem>());
  application.Initialize(resources.c_str());
  const auto pane = std::make_shared<Pane>(options_.title, options_.config.width, options_.config.height);
  pane_ = pane.get();
  rendering::Open3DScene& scene = *pane_->scene().GetScene();
  scene.SetBackground(Eigen::Vector4f(0.93f, 0.94f, 0.95f, 1.0f));
  scene.GetView()->SetShadowing(false, rendering::View::ShadowType::kPCF);
  layers_.emplace(scene);
  pane_->keys().SetText((std::string(kKeys) + options_.more_keys).c_str());
  pane_->set_on_turned([this] { follow_ = false; });
  pane_->SetOnClose([this] {
    pane_ = nullptr;
    return true;
  });
  pane_->SetOnKeyEvent([this](const gui::KeyEvent& event) {
    if (event.type != gui::KeyEvent::DOWN) return false;
    switch (event.key) {
      case gui::KEY_LEFT:
        return OnKey(kKeyLeft);
      case gui::KEY_RIGHT:
        return OnKey(kKeyRight);
      case gui::KEY_HOME:
        return OnKey(kKeyHome);
      case gui::KEY_END:
        return OnKey(kKeyEnd);
      case gui::KEY_ESCAPE:
        return OnKey('q');
      default:
        return event.key < 128 && OnKey(static_cast<char>(event.key));
    }
  });
  application.AddWindow(pane);
}

ViewerWindow::Impl::~Impl() {
  const Quiet quiet;
  auto& application = gui::Application::GetInstance();
  pane_ = nullptr;
  layers_.reset();
  application.Quit();
  gui::Application::EnvUnlocker unlocker;
  while (application.RunOneTick(unlocker)) {
  }
}

void ViewerWindow::Impl::Show(const SceneState& state) {
  if (pane_ == nullptr) return;
  state_ = state;
  ShowLayers();
}

void ViewerWindow::Impl::ShowLayers() {
  layers_->Show(state_, choice_);
  PlaceEye();
  ShowPreview();
  ShowTexts();
  pane_->SetNeedsLayout();
  if (!options_.hidden) pane_->PostRedraw();
}

void ViewerWindow::Impl::PlaceEye() {
  if (layers_->bounds().empty()) return;
  SetLimits();
  if (follow_ && state_.camera) {
    LookFrom(FollowViewpoint(state_.camera->world_from_camera, options_.config.follow_distance_m));
  } else if (!placed_) {
    Overview();
  }
}

void ViewerWindow::Impl::SetLimits() {
  const Bounds& bounds = layers_->bounds();
  Bounds both = bounds;
  if (!limits_.empty()) both.Add(limits_.low), both.Add(limits_.high);
  if (!limits_.empty() && both.diagonal() <= kBoundsGrowth * limits_.diagonal()) return;
  limits_ = both;
  gui::SceneWidget& widget = pane_->scene();
  rendering::Camera& camera = *widget.GetScene()->GetCamera();
  const Viewpoint before = {camera.GetPosition(), camera.GetPosition() + camera.GetForwardVector(),
                            camera.GetUpVector()};
  const Eigen::Vector3f margin = Eigen::Vector3f::Constant(0.1f + limits_.diagonal());
  const open3d::geometry::AxisAlignedBoundingBox box((limits_.low - margin).cast<double>(),
                                                     (limits_.high + margin).cast<double>());
  widget.SetupCamera(kFieldOfView_deg, box, 0.5f * (limits_.low + limits_.high));
  if (placed_) LookFrom(before);
}

void ViewerWindow::Impl::LookFrom(const Viewpoint& viewpoint) {
  pane_->scene().LookAt(viewpoint.center, viewpoint.eye, viewpoint.up);
  placed_ = true;
}

void ViewerWindow::Impl::Overview() {
  const Eigen::Vector3f forward =
      state_.camera ? Eigen::Vector3f(state_.camera->world_from_camera.linear().col(2).cast<float>())
                    : Eigen::Vector3f::UnitX().eval();
  LookFrom(OverviewOf(layers_->bounds(), state_.up, forward, kFieldOfView_deg));
}

void ViewerWindow::Impl::ShowPreview() {
  const auto wanted = show_images_ ? state_.preview : nullptr;
  pane_->preview().SetVisible(wanted != nullptr);
  if (wanted != nullptr && wanted != preview_) {
    pane_->preview().UpdateImage(ToOpen3d(*wanted));
    pane_->set_preview_size(wanted->width(), wanted->height());
  }
  preview_ = wanted;
}

void ViewerWindow::Impl::ShowTexts() {
  pane_->text().SetVisible(show_text_);
  const std::string hint = options_.hidden ? "" : "\nh: keys";
  pane_->text().SetText((state_.text + hint).c_str());
  pane_->keys().SetVisible(show_keys_);
}

bool ViewerWindow::Impl::OnKey(char key) {
  switch (key) {
    case 'h':
      show_keys_ = !show_keys_;
      break;
    case 'f':
      follow_ = !follow_;
      break;
    case 'r':
      follow_ = false;
      Overview();
      break;
    case '1':
      choice_.shading = Shading::kColors;
      break;
    case '2':
      choice_.shading = Shading::kShaded;
      break;
    case '3':
      choice_.shading = Shading::kNormals;
      break;
    case 'w':
      choice_.wireframe = !choice_.wireframe;
      break;
    case 'p':
      choice_.path = !choice_.path;
      break;
    case 'i':
      show_images_ = !show_images_;
      break;
    case 't':
      show_text_ = !show_text_;
      break;
    case 's':
      screenshot_asked_ = true;
      return true;
    case 'q':
      pane_->Close();
      return true;
    default:
      return options_.on_key && options_.on_key(key);
  }
  ShowLayers();
  return true;
}

bool ViewerWindow::Impl::Tick() {
  if (pane_ == nullptr) return false;
  gui::Application::EnvUnlocker unlocker;
  if (!gui::Application::GetInstance().RunOneTick(unlocker)) pane_ = nullptr;
  if (pane_ != nullptr && std::exchange(screenshot_asked_, false)) {
    char name[64];
    std::snprintf(name, sizeof(name), "screenshot_%06lld.png", static_cast<long long>(state_.frame));
    try {
      SavePicture(options_.screenshots / name);
      spdlog::info("{}", (options_.screenshots / name).string());
    } catch (const Error& error) {
      spdlog::error("{}", error.what());
    }
  }
  return pane_ != nullptr;
}

std::optional<Image<uint8_t>> ViewerWindow::Impl::Capture() {
  struct Taking {
    bool asked = false, drawn = false;
    std::optional<Image<uint8_t>> picture;
  };
  const auto taking = std::make_shared<Taking>();  // the renderer may outlive this call with it
  rendering::Renderer& renderer = pane_->GetRenderer();
  renderer.SetOnAfterDraw([taking, &renderer, size = pane_->GetSize()] {
    taking->drawn = true;
    if (std::exchange(taking->asked, true)) return;
    renderer.RequestReadPixels(
        size.width, size.height, [taking](const std::shared_ptr<open3d::core::Tensor>& pixels) {
          const auto shape = pixels->GetShape();
          taking->picture = FromInterleaved(pixels->GetDataPtr<uint8_t>(), static_cast<int>(shape[0]),
                                            static_cast<int>(shape[1]));
        });
  });
  gui::Application::EnvUnlocker unlocker;
  const auto deadline = Clock::now() + kCapturePatience;
  auto ask_again = Clock::now();
  while (!taking->picture && pane_ != nullptr && Clock::now() < deadline) {
    // The pixels come with the draw after the one that they are of, and Filament leaves draws out at will.
    if (std::exchange(taking->drawn, false) || Clock::now() >= ask_again) {
      pane_->PostRedraw();
      ask_again = Clock::now() + kDrawPatience;
    }
    if (!gui::Application::GetInstance().RunOneTick(unlocker)) pane_ = nullptr;
  }
  if (pane_ != nullptr) renderer.SetOnAfterDraw({});
  return std::move(taking->picture);
}

void ViewerWindow::Impl::SavePicture(const std::filesystem::path& path) {
  if (pane_ == nullptr) return;
  const std::optional<Image<uint8_t>> picture = Capture();
  if (!picture && pane_ == nullptr) return;  // closed meanwhile
  if (!picture) throw Error(path.string() + ": the renderer gives no picture");
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) throw Error("cannot make " + path.parent_path().string() + ": " + error.message());
  WritePng(path, *picture);
}

ViewerWindow::ViewerWindow(ViewerWindowOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ViewerWindow::~ViewerWindow() = default;
void ViewerWindow::Show(const SceneState& state) { impl_->Show(state); }
bool ViewerWindow::Tick() { return impl_->Tick(); }
void ViewerWindow::SavePicture(const std::filesystem::path& path) { impl_->SavePicture(path); }

}  // namespace isogs
