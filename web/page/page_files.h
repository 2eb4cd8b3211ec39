// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace isogs {

/// A file of the page that browsers get; its bytes are part of the program.
struct PageFile {
  std::string_view name;
  std::string_view type;  ///< for the header Content-Type
  std::string_view bytes;
};

/// What the name says of the type.
PageFile MakePageFile(std::string_view name, const unsigned char* bytes, size_t size);

/// All files of this folder but for sources.
std::vector<PageFile> PageFiles();

}  // namespace isogs
