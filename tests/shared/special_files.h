// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>

namespace isogs {

/// A named pipe that nobody writes: whoever opens it as a file waits for ever. Replaces what was there.
inline std::filesystem::path MakePipe(const std::filesystem::path& path) {
  std::filesystem::remove(path);
  if (mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe: " + path.string());
  return path;
}

}  // namespace isogs
