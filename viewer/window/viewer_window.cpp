// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/viewer_window.h"

#include <open3d/utility/Logging.h>
#include <open3d/visualization/gui/Application.h>
#include <open3d/visualization/gui/BitmapWindowSystem.h>
#include <open3d/visualization/gui/Events.h>
#include <open3d/visualization/rendering/Renderer.h>
#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>
#include <utility>

#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "shared/io/open_file.h"
#include "viewer/window/display_check.h"
#include "viewer/window/quiet.h"
#include "viewer/window/scene_eye.h"
#include "viewer/window/scene_layers.h"
#include "viewer/window/viewer_pane.h"
#include "viewer/window/window_capture.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
namespace gui = open3d::visualization::gui;

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAskAgainAfter{20};

constexpr const char* kKeys =
    "h  this list\n"
    "f  follow the camera / look around freely\n"
    "r  overview of the whole scene\n"
    "1  colours   2  shaded   3  normals\n"
    "w  wireframe   p  path   i  images   t  text\n"
    "s  screenshot\n"
    "q  close\n"
    "mouse  drag to turn, Ctrl-drag to move, wheel to come closer";

/// The one character that ViewerWindowOptions knows a key by; 0: none.
char CharacterOf(gui::KeyName key) {
  switch (key) {
    case gui::KEY_LEFT:
      return kKeyLeft;
    case gui::KEY_RIGHT:
      return kKeyRight;
    case gui::KEY_HOME:
      return kKeyHome;
    case gui::KEY_END:
      return kKeyEnd;
    case gui::KEY_ESCAPE:
      return 'q';
    default:
      return key < 128 ? static_cast<char>(key) : '\0';
  }
}

/// A name that no picture of that frame has yet.
fs::path FreeScreenshotPath(const fs::path& folder, int64_t frame) {
  fs::path path = folder / fmt::format("screenshot_{:06d}.png", frame);
  for (int count = 2; fs::exists(path); ++count) {
    path = folder / fmt::format("screenshot_{:06d}_{}.png", frame, count);
  }
  return path;
}

/// Of pictures that are taken beside a busy SLAM: a tenth larger for a third of the time.
constexpr int kPngCompression = 1;

void WritePicture(const fs::path& path, const Image<uint8_t>& picture) {
  const fs::path folder = path.parent_path();  // empty: the current one
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) throw Error("cannot make " + folder.string() + ": " + error.message());
  WritePng(path, picture, kPngCompression);
}

}  // namespace

class ViewerWindow::Impl {
 public:
  explicit Impl(ViewerWindowOptions options);
  ~Impl();

  void Show(const SceneState& state);
  bool Tick();
  void SavePicture(const fs::path& path);

 private:
  void OpenPane();
  bool OnKey(char key);
  /// Keys that choose what is shown; false if it is none of them.
  bool ChooseByKey(char key);
  void Redraw();
  void AskForDrawing();
  void NoteDrawings();
  bool RunOneTick();
  void TakeScreenshot();

  ViewerWindowOptions options_;
  ViewerPane* pane_ = nullptr;  // owned by the application; null once closed
  std::optional<SceneLayers> layers_;
  std::optional<SceneEye> eye_;
  LayerChoice choice_;
  bool show_images_ = true, show_text_ = true, show_keys_ = false;
  SceneState state_;
  std::string notice_;  // last line of the text
  bool screenshot_asked_ = false;
  std::optional<Clock::time_point> drawing_asked_;  // nothing: drawn since
  bool loop_ended_ = false;  // Open3D's, which would begin anew with the next tick and never end again
};

ViewerWindow::Impl::Impl(ViewerWindowOptions options) : options_(std::move(options)) {
  const fs::path resources = FindGuiResources();
  const Quiet quiet;
  open3d::utility::SetVerbosityLevel(open3d::utility::VerbosityLevel::Error);
  auto& application = gui::Application::GetInstance();
  if (options_.hidden) application.SetWindowSystem(std::make_shared<gui::BitmapWindowSystem>());
  application.Initialize(resources.c_str());
  OpenPane();
}

void ViewerWindow::Impl::OpenPane() {
  const ViewerConfig& config = options_.config;
  const auto pane = std::make_shared<ViewerPane>(options_.title, config.width, config.height);
  pane_ = pane.get();
  layers_.emplace(*pane_->scene().GetScene(), options_.in_software);
  eye_.emplace(pane_->scene(), config.view == ViewMode::kFollow, config.follow_distance_m);
  pane_->set_on_turned([this] { eye_->set_follows(false); });
  pane_->SetOnClose([this] {
    pane_ = nullptr;
    return true;
  });
  pane_->SetOnKeyEvent([this](const gui::KeyEvent& event) {
    // Keys may still come after the one that closes.
    return pane_ != nullptr && event.type == gui::KeyEvent::DOWN &&
           OnKey(CharacterOf(static_cast<gui::KeyName>(event.key)));
  });
  gui::Application::GetInstance().AddWindow(pane);
  NoteDrawings();
}

void ViewerWindow::Impl::NoteDrawings() {
  pane_->GetRenderer().SetOnAfterDraw([this] { drawing_asked_.reset(); });
}

ViewerWindow::Impl::~Impl() {
  const Quiet quiet;
  pane_ = nullptr;
  layers_.reset();
  if (loop_ended_) return;
  gui::Application::GetInstance().Quit();
  while (RunOneTick()) {
  }
}

void ViewerWindow::Impl::Show(const SceneState& state) {
  if (pane_ == nullptr) return;
  state_ = state;
  Redraw();
}

void ViewerWindow::Impl::Redraw() {
  const bool new_layers = layers_->Show(state_, choice_);
  const bool moved = eye_->Place(state_, layers_->bounds());
  if (new_layers || moved) pane_->scene().ForceRedraw();
  pane_->ShowImage(show_images_ ? state_.preview : nullptr, state_.preview_text);
  const std::string hint = options_.hidden ? "" : "\nh: keys";
  pane_->ShowText(show_text_ ? state_.text + notice_ + hint : "");
  pane_->ShowWaiting(state_.waiting);
  pane_->ShowKeys(show_keys_ ? kKeys + options_.more_keys : "");
  if (!options_.hidden) AskForDrawing();
}

/// Filament leaves a drawing out while two others are under way, so that it is asked until it has drawn.
void ViewerWindow::Impl::AskForDrawing() {
  drawing_asked_ = Clock::now();
  pane_->PostRedraw();
}

bool ViewerWindow::Impl::OnKey(char key) {
  switch (key) {
    case '\0':
      return false;
    case 's':
      screenshot_asked_ = true;
      return true;
    case 'q':
      pane_->Close();
      return true;
    default:
      if (!ChooseByKey(key)) return options_.on_key && options_.on_key(key);
      Redraw();
      return true;
  }
}

bool ViewerWindow::Impl::ChooseByKey(char key) {
  const auto toggle = [](bool& value) { return value = !value, true; };
  switch (key) {
    case 'h':
      return toggle(show_keys_);
    case 'f':
      return eye_->set_follows(!eye_->follows()), true;
    case 'r':
      return eye_->Overview(state_, layers_->bounds()), true;
    case '1':
      return choice_.shading = Shading::kColors, true;
    case '2':
      return choice_.shading = Shading::kShaded, true;
    case '3':
      return choice_.shading = Shading::kNormals, true;
    case 'w':
      return toggle(choice_.wireframe);
    case 'p':
      return toggle(choice_.path);
    case 'i':
      return toggle(show_images_);
    case 't':
      return toggle(show_text_);
    default:
      return false;
  }
}

bool ViewerWindow::Impl::RunOneTick() {
  gui::Application::EnvUnlocker unlocker;
  if (gui::Application::GetInstance().RunOneTick(unlocker)) return true;
  pane_ = nullptr;
  loop_ended_ = true;
  return false;
}

bool ViewerWindow::Impl::Tick() {
  if (pane_ == nullptr) return false;
  RunOneTick();
  if (pane_ != nullptr && drawing_asked_ && Clock::now() - *drawing_asked_ > kAskAgainAfter) AskForDrawing();
  if (pane_ != nullptr && std::exchange(screenshot_asked_, false)) TakeScreenshot();
  return pane_ != nullptr;
}

void ViewerWindow::Impl::TakeScreenshot() {
  const fs::path path = FreeScreenshotPath(options_.screenshots, state_.frame);
  notice_.clear();
  try {
    MakeOwnFolder(options_.screenshots);
    SavePicture(path);
    spdlog::info("{}", path.string());
    notice_ = "\nscreenshot: " + (path.parent_path().filename() / path.filename()).string();
  } catch (const Error& error) {
    spdlog::error("{}", error.what());
    notice_ = std::string("\n") + error.what();
  }
  if (pane_ != nullptr) Redraw();
}

void ViewerWindow::Impl::SavePicture(const fs::path& path) {
  if (pane_ == nullptr) return;
  const auto tick = [this] { return RunOneTick() && pane_ != nullptr; };
  const std::optional<Image<uint8_t>> picture = CaptureWindow(*pane_, tick);
  if (pane_ != nullptr) NoteDrawings();
  if (picture) {
    WritePicture(path, *picture);
  } else if (pane_ != nullptr) {  // otherwise it was closed meanwhile
    throw Error(path.string() + ": the renderer gives no picture");
  }
}

ViewerWindow::ViewerWindow(ViewerWindowOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ViewerWindow::~ViewerWindow() = default;
void ViewerWindow::Show(const SceneState& state) { impl_->Show(state); }
bool ViewerWindow::Tick() { return impl_->Tick(); }
void ViewerWindow::SavePicture(const std::filesystem::path& path) { impl_->SavePicture(path); }

}  // namespace isogs
