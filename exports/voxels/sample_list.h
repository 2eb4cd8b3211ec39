// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// What the command line names to make volumes of.
struct SampleInputs {
  std::vector<std::string> maps;    ///< runs, folders of runs, params, splats, or patterns (*, ?, [...])
  std::filesystem::path list;       ///< a file with a line for each map; empty: none
  std::vector<std::string> points;  ///< files of points, or patterns
  std::string points_dataset;
};

/// What one volume is made of.
struct Sample {
  std::filesystem::path file;
  int64_t cloud = -1;  ///< which of the file's clouds of points; -1: it is a map

  bool is_map() const { return cloud < 0; }
};

/// Clouds of points of one file, or a map: samples in a row.
struct SampleFile {
  std::filesystem::path file;
  bool is_map = true;
  int64_t samples = 1;
};

/// Samples by number, in the order in which the inputs name them; a folder's runs and the files of a pattern
/// by name. Of a file with many clouds there is one entry, however many they are.
class SampleList {
 public:
  /// Throws UsageError, or Error of a file, for what is not there or holds nothing.
  explicit SampleList(const SampleInputs& inputs);

  int64_t size() const { return begin_.back(); }
  Sample Get(int64_t index) const;
  /// As volumes keep it: the file, with [K] behind it for a cloud of several.
  std::string Name(int64_t index) const;

 private:
  void AddMaps(const std::string& pattern);
  void AddMap(const std::filesystem::path& path);
  void Add(const SampleFile& file);
  size_t FileOf(int64_t index) const;

  std::vector<SampleFile> files_;
  std::vector<int64_t> begin_ = {0};  // [files + 1]
};

}  // namespace isogs
