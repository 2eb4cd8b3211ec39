// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// How a layout names one kind of file: prefix, number of at least one digit, one of the suffixes. Files are
/// written with six digits and the first suffix.
struct NumberedName {
  std::string prefix;
  std::vector<std::string> suffixes;

  std::string Of(int64_t number) const;
};

/// The files of one frame. They may be missing: reading the frame tells.
struct FrameFiles {
  int64_t number = 0;  // in the file names
  std::filesystem::path color;
  std::filesystem::path depth;
};

/// Is there a file of that name, with any number?
bool HasNumberedFile(const std::filesystem::path& folder, const NumberedName& name);

/// The frames of `folder`, from the lowest number to the highest that a colour or depth file has, also those
/// that miss a file. Throws UsageError if there is none, or if more numbers are missing than there are.
std::vector<FrameFiles> ListFrames(const std::filesystem::path& folder, const NumberedName& color,
                                   const NumberedName& depth);

}  // namespace isogs
