// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace isogs {

/// How a layout names one kind of file: prefix, number of at least one digit (a time stamp in nanoseconds is
/// one), one of the suffixes in small or capital letters. Files are written with six digits and the first
/// suffix.
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
  std::filesystem::path confidence = {};  // of depth's pixels; empty: none
  size_t lens = 0;                        // of StoredImages::lenses, of this frame
};

/// Is there a file of that name, with any number?
bool HasNumberedFile(const std::filesystem::path& folder, const NumberedName& name);

/// All files of that name in `folder`, by their number.
std::map<int64_t, std::filesystem::path> ListNumbered(const std::filesystem::path& folder,
                                                      const NumberedName& name);

/// The frames of `folder`, by their numbers: all that a colour or depth file has, also those that miss the
/// other. Throws UsageError if there is none.
std::vector<FrameFiles> ListFrames(const std::filesystem::path& folder, const NumberedName& color,
                                   const NumberedName& depth);
/// The same with a folder for either.
std::vector<FrameFiles> ListFrames(const std::filesystem::path& color_folder, const NumberedName& color,
                                   const std::filesystem::path& depth_folder, const NumberedName& depth);

}  // namespace isogs
