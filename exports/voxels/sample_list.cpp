// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/sample_list.h"

#include <glob.h>

#include <algorithm>
#include <string_view>
#include <system_error>

#include "exports/voxels/point_cloud.h"
#include "meshing/map_input.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/home_path.h"
#include "shared/core/installation.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

bool Exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// The files that a pattern matches, by name; what is there under the very name comes first.
std::vector<fs::path> Matches(const std::string& pattern) {
  if (Exists(pattern) || pattern.find_first_of("*?[") == std::string::npos) return {pattern};
  glob_t found{};
  std::vector<fs::path> paths;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (paths.empty()) throw UsageError(pattern + ": nothing matches it");
  return paths;
}

bool HoldsParams(const fs::path& folder) {
  return Exists(RunDirectory(folder).params()) || !CheckpointFrames(folder).empty();
}

std::vector<fs::path> RunsIn(const fs::path& folder) {
  std::vector<fs::path> runs;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.is_directory() && HoldsParams(entry.path())) runs.push_back(entry.path());
  }
  if (failure) throw UsageError(folder.string() + ": " + failure.message() + ", expected a folder of runs");
  std::ranges::sort(runs);
  return runs;
}

std::string TextOf(const fs::path& list) {
  try {
    return ReadWholeFile(list, kMaxLinesBytes);
  } catch (const Error& error) {
    throw UsageError(std::string("--list: ").append(error.what()));
  }
}

struct ListedMap {
  std::string pattern;
  std::string place;  // list and line
};

std::vector<ListedMap> MapsOf(const fs::path& list) {
  const std::string text = TextOf(list);
  std::string_view left = WithoutByteOrderMark(text);
  std::vector<ListedMap> maps;
  for (int number = 1; !left.empty(); ++number) {
    const std::string line(Trimmed(TakeLine(&left)));
    if (line.empty() || line.front() == '#') continue;
    maps.push_back({ExpandHome(line), list.string() + ":" + std::to_string(number) + ": "});
  }
  if (maps.empty()) throw UsageError(list.string() + ": names no map, expected one a line");
  return maps;
}

bool IsConfigName(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

/// What is found out now must not end an export after hours.
void CheckMapName(const fs::path& file) {
  if (IsConfigName(file) || IsMapFile(file)) return;
  throw UsageError(file.string() +
                   ": is a file of another kind, expected a run directory, a configuration (.yaml), a params "
                   ".npz or splats (.ply, .spz, .glb)");
}

}  // namespace

SampleList::SampleList(const SampleInputs& inputs) {
  if (!inputs.points.empty() && (!inputs.maps.empty() || !inputs.list.empty()))
    throw UsageError("--input-points: found maps besides, expected one or the other");
  for (const std::string& pattern : inputs.maps) AddMaps(pattern);
  if (!inputs.list.empty()) {
    for (const auto& [pattern, place] : MapsOf(inputs.list)) {
      try {
        AddMaps(pattern);
      } catch (const UsageError& error) {
        throw UsageError(place + error.what());
      }
    }
  }
  for (const std::string& pattern : inputs.points) {
    for (const fs::path& path : Matches(pattern)) {
      CheckPointsName(path);
      if (!Exists(path)) throw UsageError(path.string() + ": does not exist, expected points in .ply or .h5");
      Add({path, false, CountClouds(path, inputs.points_dataset)});
    }
  }
  if (files_.empty())
    throw UsageError("no input: expected a run, params.npz or splats, --list FILE or --input-points FILE");
}

void SampleList::AddMaps(const std::string& pattern) {
  for (const fs::path& path : Matches(pattern)) AddMap(path);
}

void SampleList::AddMap(const fs::path& path) {
  std::error_code ignored;
  if (IsConfigName(path) ? !LookUpConfig(path).exists : !Exists(path))
    throw UsageError(path.string() +
                     ": does not exist, expected a run directory, a folder of runs, a configuration, a "
                     "params npz or splats (.ply, .spz, .glb)");
  if (!fs::is_directory(path, ignored)) return CheckMapName(path), Add({path});
  if (HoldsParams(path)) return Add({path});
  const std::vector<fs::path> runs = RunsIn(path);
  if (runs.empty())
    throw UsageError(path.string() +
                     ": holds no params.npz, nor do folders in it, expected a run or a folder of runs");
  for (const fs::path& run : runs) Add({run});
}

void SampleList::Add(const SampleFile& file) {
  files_.push_back(file);
  begin_.push_back(begin_.back() + file.samples);
}

size_t SampleList::FileOf(int64_t index) const {
  return static_cast<size_t>(std::ranges::upper_bound(begin_, index) - begin_.begin()) - 1;
}

Sample SampleList::Get(int64_t index) const {
  const size_t at = FileOf(index);
  return {files_[at].file, files_[at].is_map ? -1 : index - begin_[at]};
}

std::string SampleList::Name(int64_t index) const {
  const size_t at = FileOf(index);
  std::string name = files_[at].file.string();
  if (files_[at].samples > 1) name.append("[").append(std::to_string(index - begin_[at])).append("]");
  return name;
}

}  // namespace isogs
