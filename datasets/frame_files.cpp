// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_files.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxDigits = 9;

std::optional<int64_t> NumberIn(std::string_view file_name, const NumberedName& name) {
  if (!file_name.starts_with(name.prefix)) return std::nullopt;
  file_name.remove_prefix(name.prefix.size());
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto end = std::find_if_not(file_name.begin(), file_name.end(), is_digit);
  const std::string digits(file_name.begin(), end);
  const std::string_view suffix = file_name.substr(digits.size());
  if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;
  if (std::ranges::find(name.suffixes, suffix) == name.suffixes.end()) return std::nullopt;
  return std::stoll(digits);
}

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    files.push_back(it->path());
  }
  if (error) throw UsageError("cannot list " + folder.string() + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

std::map<int64_t, fs::path> Numbered(const std::vector<fs::path>& files, const NumberedName& name) {
  std::map<int64_t, fs::path> numbered;
  for (const fs::path& file : files) {
    if (const auto number = NumberIn(file.filename().string(), name)) numbered.emplace(*number, file);
  }
  return numbered;
}

}  // namespace

std::string NumberedName::Of(int64_t number) const {
  const std::string digits = std::to_string(number);
  return prefix + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + suffixes.front();
}

bool HasNumberedFile(const fs::path& folder, const NumberedName& name) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (NumberIn(it->path().filename().string(), name)) return true;
  }
  return false;
}

std::vector<FrameFiles> ListFrames(const fs::path& folder, const NumberedName& color,
                                   const NumberedName& depth) {
  const std::vector<fs::path> files = FilesOf(folder);
  const std::map<int64_t, fs::path> colors = Numbered(files, color);
  const std::map<int64_t, fs::path> depths = Numbered(files, depth);
  std::set<int64_t> numbers;
  for (const auto& [number, path] : colors) numbers.insert(number);
  for (const auto& [number, path] : depths) numbers.insert(number);
  if (numbers.empty()) {
    throw UsageError(folder.string() + ": found no frames, expected " + color.Of(0) + ", " + depth.Of(0) +
                     " and so on");
  }
  const int64_t first = *numbers.begin(), last = *numbers.rbegin();
  if (last - first + 1 > 2 * static_cast<int64_t>(numbers.size())) {
    throw UsageError(folder.string() + ": found " + std::to_string(numbers.size()) +
                     " frames numbered from " + std::to_string(first) + " to " + std::to_string(last) +
                     ", expected no gaps");
  }
  std::vector<FrameFiles> frames;
  for (int64_t number = first; number <= last; ++number) {
    const auto color_file = colors.find(number), depth_file = depths.find(number);
    frames.push_back({number, color_file != colors.end() ? color_file->second : folder / color.Of(number),
                      depth_file != depths.end() ? depth_file->second : folder / depth.Of(number)});
  }
  return frames;
}

}  // namespace isogs
