// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_files.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool EqualButForCase(std::string_view text, std::string_view small_letters) {
  return std::ranges::equal(text, small_letters, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}

std::optional<int64_t> NumberIn(std::string_view file_name, const NumberedName& name) {
  if (!file_name.starts_with(name.prefix)) return std::nullopt;
  file_name.remove_prefix(name.prefix.size());
  const char* const begin = file_name.data();
  const char* const end = std::find_if_not(begin, begin + file_name.size(), IsDigit);
  const std::string_view suffix = file_name.substr(static_cast<size_t>(end - begin));
  const auto is_suffix = [&](const std::string& known) { return EqualButForCase(suffix, known); };
  if (std::ranges::none_of(name.suffixes, is_suffix)) return std::nullopt;
  int64_t number = 0;
  if (std::from_chars(begin, end, number).ec != std::errc()) return std::nullopt;  // none, or too large
  return number;
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

std::map<int64_t, fs::path> ListNumbered(const fs::path& folder, const NumberedName& name) {
  return Numbered(FilesOf(folder), name);
}

std::vector<FrameFiles> ListFrames(const fs::path& folder, const NumberedName& color,
                                   const NumberedName& depth) {
  return ListFrames(folder, color, folder, depth);
}

std::vector<FrameFiles> ListFrames(const fs::path& color_folder, const NumberedName& color,
                                   const fs::path& depth_folder, const NumberedName& depth) {
  const std::map<int64_t, fs::path> colors = ListNumbered(color_folder, color);
  const std::map<int64_t, fs::path> depths = ListNumbered(depth_folder, depth);
  std::set<int64_t> numbers;
  for (const auto& [number, path] : colors) numbers.insert(number);
  for (const auto& [number, path] : depths) numbers.insert(number);
  if (numbers.empty()) {
    const bool is_one = color_folder == depth_folder;
    throw UsageError(color_folder.string() + (is_one ? "" : " and " + depth_folder.string()) +
                     ": found no frames, expected " + color.Of(0) + ", " + depth.Of(0) + " and so on");
  }
  std::vector<FrameFiles> frames;
  for (const int64_t number : numbers) {
    const auto color_file = colors.find(number), depth_file = depths.find(number);
    frames.push_back({number,
                      color_file != colors.end() ? color_file->second : color_folder / color.Of(number),
                      depth_file != depths.end() ? depth_file->second : depth_folder / depth.Of(number)});
  }
  return frames;
}

}  // namespace isogs
