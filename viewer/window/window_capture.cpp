// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/window_capture.h"

#include <open3d/core/Tensor.h>
#include <open3d/visualization/gui/Window.h>
#include <open3d/visualization/rendering/Renderer.h>

#include <chrono>
#include <memory>
#include <utility>

#include "viewer/window/open3d_geometry.h"

namespace isogs {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kCapturePatience{60};
constexpr std::chrono::milliseconds kDrawPatience{200};

struct Taking {
  bool asked = false, drawn = false;
  std::optional<Image<uint8_t>> picture;
};

}  // namespace

std::optional<Image<uint8_t>> CaptureWindow(open3d::visualization::gui::Window& window,
                                            const std::function<bool()>& tick) {
  const auto taking = std::make_shared<Taking>();  // the renderer may outlive this call with it
  auto& renderer = window.GetRenderer();
  renderer.SetOnAfterDraw([taking, &renderer, size = window.GetSize()] {
    taking->drawn = true;
    if (std::exchange(taking->asked, true)) return;
    renderer.RequestReadPixels(
        size.width, size.height, [taking](const std::shared_ptr<open3d::core::Tensor>& pixels) {
          const auto shape = pixels->GetShape();
          taking->picture = FromInterleaved(pixels->GetDataPtr<uint8_t>(), static_cast<int>(shape[0]),
                                            static_cast<int>(shape[1]));
        });
  });
  const auto deadline = Clock::now() + kCapturePatience;
  auto ask_again = Clock::now();
  while (!taking->picture && Clock::now() < deadline) {
    // The pixels come with the draw after the one that they are of, and Filament leaves draws out at will.
    if (std::exchange(taking->drawn, false) || Clock::now() >= ask_again) {
      window.PostRedraw();
      ask_again = Clock::now() + kDrawPatience;
    }
    if (!tick()) return std::nullopt;
  }
  renderer.SetOnAfterDraw({});
  return std::move(taking->picture);
}

}  // namespace isogs
