// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/display_check.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/installation.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// The state that a process ended with.
DisplayState StateOf(int wait_status) {
  if (!WIFEXITED(wait_status)) return DisplayState::kNoOpenGl;
  const int code = WEXITSTATUS(wait_status);
  const bool known = code >= 0 && code < static_cast<int>(DisplayState::kNoOpenGl);
  return known ? static_cast<DisplayState>(code) : DisplayState::kNoOpenGl;
}

/// Whether Mesa draws on processors. Needs a context.
bool DrawsInSoftware() {
  using GetString = const unsigned char* (*)(unsigned int);
  constexpr unsigned int kRenderer = 0x1F01;  // GL_RENDERER
  const auto get_string = reinterpret_cast<GetString>(glfwGetProcAddress("glGetString"));
  const unsigned char* const text = get_string != nullptr ? get_string(kRenderer) : nullptr;
  if (text == nullptr) return false;
  const std::string_view name = reinterpret_cast<const char*>(text);
  return name.find("llvmpipe") != name.npos || name.find("softpipe") != name.npos;
}

DisplayState TryDisplay() {
  if (glfwInit() == GLFW_FALSE) return DisplayState::kNoDisplay;
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);  // what Filament asks for
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 1);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  GLFWwindow* const window = glfwCreateWindow(64, 64, "", nullptr, nullptr);
  if (window == nullptr) return DisplayState::kNoOpenGl;
  glfwMakeContextCurrent(window);
  return DrawsInSoftware() ? DisplayState::kReadyInSoftware : DisplayState::kReady;
}

/// The trying process: waits for a byte, so that it connects when its parent is connected already.
[[noreturn]] void TryWhenTold(int descriptor) {
  const int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  char go = 0;
  if (read(descriptor, &go, 1) != 1) _exit(static_cast<int>(DisplayState::kNoDisplay));
  _exit(static_cast<int>(TryDisplay()));
}

}  // namespace

DisplayState CheckDisplay() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw Error("cannot make a pipe: " + std::generic_category().message(errno));
  const pid_t process = fork();
  if (process == 0) {
    close(ends[1]);
    TryWhenTold(ends[0]);
  }
  close(ends[0]);
  if (process < 0) {
    close(ends[1]);
    throw Error("cannot start a process: " + std::generic_category().message(errno));
  }
  glfwTerminate();  // of another display, tried before
  [[maybe_unused]] const bool told = glfwInit() == GLFW_TRUE && write(ends[1], "", 1) == 1;
  close(ends[1]);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return StateOf(status);
}

fs::path FindGuiResources() {
  std::vector<fs::path> folders = {ISOGS_OPEN3D_RESOURCES, "/usr/share/open3d-gui/resources",
                                   "/usr/local/share/resources", "/usr/local/share/open3d/resources"};
  if (const auto share = ShareFolder(ExecutableFolder())) folders.insert(folders.begin(), *share / "open3d");
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / "defaultUnlit.filamat", ignored)) return folder;
  }
  throw UsageError("Open3D's fonts and shaders are not in " ISOGS_OPEN3D_RESOURCES
                   "; install open3d-gui-data");
}

}  // namespace isogs
