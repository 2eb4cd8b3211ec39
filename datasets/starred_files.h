// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isogs {

/// A file and what stands in its name in place of the pattern's *.
struct StarredFile {
  std::string star;
  std::filesystem::path path;
};

/// Files that a pattern like "rgb/*.jpg" names in `folder`, in NaturalLess's order of their stars. Throws
/// UsageError with `key`, whose value the pattern is, unless the file's name holds one * and some file has
/// it.
std::vector<StarredFile> ListStarred(const std::filesystem::path& folder, const std::string& pattern,
                                     const std::string& key);

/// As people count: runs of digits are compared as numbers, "a2" before "a10".
bool NaturalLess(std::string_view a, std::string_view b);

/// The time that a file's name says [s]: seconds with a decimal point, or a whole number of 10 to 12 digits
/// (seconds), 13 to 15 (milliseconds), 16 to 18 (microseconds), 19 (nanoseconds). Nothing if it is another
/// name or a shorter number, which counts frames.
std::optional<double> TimeInName(std::string_view name);

}  // namespace isogs
