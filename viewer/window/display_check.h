// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace isogs {

enum class DisplayState {
  kReady,
  kReadyInSoftware,  ///< without a graphics card
  kNoDisplay,
  kNoOpenGl
};

/// Whether DISPLAY names a screen on which OpenGL 4.1 can draw. Tries in a process of its own, because
/// drivers end the process they fail in. This process then stays connected to the display: an X server that
/// resets itself when its last client has gone would turn away whoever comes just then. To be called before
/// other threads are started.
DisplayState CheckDisplay();

/// The folder of Open3D's fonts and shaders: open3d/ in the ShareFolder where one was put
/// there, the one found when this was built, or else one of the usual places. Throws UsageError that names
/// the package if there is none.
std::filesystem::path FindGuiResources();

}  // namespace isogs
