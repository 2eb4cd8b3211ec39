// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/starred_files.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// The digits that `text` begins with, which loses them.
std::string_view TakeDigits(std::string_view* text) {
  const auto end = std::ranges::find_if_not(*text, IsDigit);
  const std::string_view digits = text->substr(0, static_cast<size_t>(end - text->begin()));
  text->remove_prefix(digits.size());
  return digits;
}

std::string_view WithoutZeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

int Compare(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (IsDigit(a.front()) && IsDigit(b.front())) {
      const std::string_view x = WithoutZeros(TakeDigits(&a)), y = WithoutZeros(TakeDigits(&b));
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
      if (const int order = x.compare(y); order != 0) return order;
      continue;
    }
    if (a.front() != b.front()) return a.front() < b.front() ? -1 : 1;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

bool IsEpochDigits(std::string_view name) {
  return name.size() >= 10 && name.size() <= 19 && std::ranges::all_of(name, IsDigit);
}

}  // namespace

bool NaturalLess(std::string_view a, std::string_view b) {
  const int order = Compare(a, b);
  return order != 0 ? order < 0 : a < b;
}

std::optional<double> TimeInName(std::string_view name) {
  const size_t point = name.find('.');
  if (point != std::string_view::npos) {
    const std::string_view seconds = name.substr(0, point), rest = name.substr(point + 1);
    const bool is_number = !seconds.empty() && !rest.empty() && std::ranges::all_of(seconds, IsDigit) &&
                           std::ranges::all_of(rest, IsDigit);
    return is_number ? ParseReal<double>(name) : std::nullopt;
  }
  if (!IsEpochDigits(name)) return std::nullopt;
  const std::optional<uint64_t> number = ParseWhole<uint64_t>(name);
  if (!number) return std::nullopt;
  const int thousands = static_cast<int>((name.size() - 10) / 3);  // of 10, 13, 16 or 19 digits
  return static_cast<double>(*number) / std::pow(1000.0, thousands);
}

std::vector<StarredFile> ListStarred(const fs::path& folder, const std::string& pattern,
                                     const std::string& key) {
  const fs::path place = folder / fs::path(pattern).parent_path();
  const std::string name = fs::path(pattern).filename().string();
  const size_t star = name.find('*');
  if (star == std::string::npos || name.find('*', star + 1) != std::string::npos ||
      place.string().find('*') != std::string::npos) {
    throw UsageError(key + ": found " + Quoted(pattern, 100) +
                     ", expected files below the data set's folder with one * in their name, as rgb/*.jpg");
  }
  const std::string before = name.substr(0, star), after = name.substr(star + 1);
  std::vector<StarredFile> files;
  std::error_code error;
  for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error)) {
    const std::string file = it->path().filename().string();
    if (file.size() <= before.size() + after.size() || !file.starts_with(before) || !file.ends_with(after)) {
      continue;
    }
    if (WithoutControls(file) != file) continue;  // no line could name it
    files.push_back({file.substr(before.size(), file.size() - before.size() - after.size()), it->path()});
  }
  if (error) {
    throw UsageError(key + ": cannot list " + WithoutControls(place.string()) + ": " + error.message());
  }
  if (files.empty()) throw UsageError(key + ": found no file " + WithoutControls((place / name).string()));
  std::ranges::sort(files, NaturalLess, &StarredFile::star);
  return files;
}

}  // namespace isogs
