// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/tum_dataset.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/configured_camera.h"
#include "datasets/listed_dataset.h"
#include "datasets/time_association.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr double kMaxDifferenceS = 0.02;
constexpr double kUnitsAMetre = 5000.0;

struct StampedFile {
  double time_s = 0.0;
  fs::path file;
};

/// "time file", where the file's name may hold blanks.
StampedFile ParseLine(std::string_view line, const fs::path& folder, const std::string& where) {
  const std::string_view time = TakeWord(&line);
  const std::string name(Trimmed(line));
  const std::optional<double> time_s = ParseReal<double>(time);
  if (time_s && std::isfinite(*time_s) && !name.empty() && WithoutControls(name) == name) {
    return {*time_s, folder / name};
  }
  throw Error(where + ": found " + Quoted(time) + " " + Quoted(name) +
              ", expected a time in seconds and a file, \"time file\"");
}

/// In order of time; of several of one time the first.
std::vector<StampedFile> ReadFileList(const fs::path& list) {
  const std::string text = ReadWholeFile(list, kMaxLinesBytes);
  std::string_view rest = WithoutByteOrderMark(text);
  std::vector<StampedFile> files;
  for (int64_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = TakeLine(&rest);
    if (Trimmed(line).empty() || Trimmed(line).starts_with('#')) continue;
    files.push_back(ParseLine(line, list.parent_path(), list.string() + ":" + std::to_string(number)));
  }
  if (files.empty()) throw UsageError(list.string() + ": found no images, expected lines \"time file\"");
  std::ranges::stable_sort(files, {}, &StampedFile::time_s);
  const auto is_same = [](const StampedFile& a, const StampedFile& b) { return a.time_s == b.time_s; };
  files.erase(std::unique(files.begin(), files.end(), is_same), files.end());
  return files;
}

std::vector<double> TimesOf(const std::vector<StampedFile>& files) {
  std::vector<double> times_s;
  times_s.reserve(files.size());
  for (const StampedFile& file : files) times_s.push_back(file.time_s);
  return times_s;
}

std::shared_ptr<const PoseTrack> ReadTruth(const fs::path& file) {
  std::error_code ignored;  // what is there and cannot be read is said next
  if (fs::exists(file, ignored)) return std::make_shared<PoseTrack>(ReadTrajectory(file));
  spdlog::info("{}: not there; no frame has a true pose", file.string());
  return nullptr;
}

std::vector<ListedFrame> ListFrames(const fs::path& folder) {
  const std::vector<StampedFile> colors = ReadFileList(folder / "rgb.txt");
  const std::vector<StampedFile> depths = ReadFileList(folder / "depth.txt");
  const auto pairs = PairInTime(TimesOf(colors), TimesOf(depths), kMaxDifferenceS);
  if (pairs.empty()) {
    throw UsageError(
        fmt::format("{}: found no depth image less than {:g} s from a colour image, expected the "
                    "times in rgb.txt and depth.txt to be of one clock",
                    folder.string(), kMaxDifferenceS));
  }
  if (pairs.size() < colors.size()) {
    spdlog::info("{}: {} of {} colour images have depth less than {:g} s away; the others are left out",
                 folder.string(), pairs.size(), colors.size(), kMaxDifferenceS);
  }
  const fs::path truth_file = folder / "groundtruth.txt";
  const std::shared_ptr<const PoseTrack> truth = ReadTruth(truth_file);
  std::vector<ListedFrame> frames;
  for (const auto& [i, j] : pairs) {
    const double time_s = colors[i].time_s;
    ListedFrame frame{
        {.number = static_cast<int64_t>(frames.size()), .color = colors[i].file, .depth = depths[j].file},
        time_s,
        {}};
    if (truth) frame.pose = [truth, time_s, truth_file] { return truth->PoseAt(time_s, truth_file); };
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace

bool CanReadTum(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "rgb.txt", error) && fs::is_regular_file(folder / "depth.txt", error);
}

std::unique_ptr<Dataset> OpenTum(const DatasetConfig& config) {
  ListedSequence sequence;
  sequence.layout = "tum";
  sequence.frames = ListFrames(config.path);
  const Camera camera = ConfiguredCamera(config, LookAtShapes(FilesOf(sequence.frames)),
                                         "configs/tum has those of TUM's cameras");
  sequence.images = {.lenses = {{camera, {}}}, .depth_scale = kUnitsAMetre};
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
