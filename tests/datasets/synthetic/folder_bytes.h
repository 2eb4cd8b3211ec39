// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "shared/io/file.h"

namespace isogs::synthetic {

/// All files below a folder by their paths in it, but for those that name the folder.
inline std::map<std::string, std::string> BytesOf(const std::filesystem::path& folder) {
  std::map<std::string, std::string> bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "config.yaml")
      bytes[std::filesystem::relative(entry.path(), folder).string()] = ReadWholeFile(entry.path());
  }
  return bytes;
}

}  // namespace isogs::synthetic
