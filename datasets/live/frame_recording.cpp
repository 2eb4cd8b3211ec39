// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/frame_recording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "datasets/frame_files.h"
#include "shared/core/error.h"
#include "shared/image/codecs.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// The fastest that packs, since it goes on beside the run.
constexpr int kPngCompression = 1;

std::string Numbered(const char* prefix, int64_t number, const char* suffix) {
  char name[64];
  std::snprintf(name, sizeof(name), "%s%06lld%s", prefix, static_cast<long long>(number), suffix);
  return name;
}

/// 17 digits give the same number again.
std::string Text(double value) {
  std::array<char, 40> text = {};
  std::snprintf(text.data(), text.size(), "%.17g", value);
  return text.data();
}

const char* ColorSuffix(const CameraFacts& facts) {
  return facts.color_format == ColorFormat::kJpeg ? ".jpg" : ".png";
}

/// As cam_params.json holds it.
nlohmann::ordered_json CameraOf(const CameraFacts& facts) {
  const Camera& camera = facts.camera;
  nlohmann::ordered_json json = {
      {"w", camera.width}, {"h", camera.height}, {"fx", camera.fx}, {"fy", camera.fy},
      {"cx", camera.cx},   {"cy", camera.cy},    {"k1", facts.k1},  {"k2", facts.k2},
      {"p1", facts.p1},    {"p2", facts.p2},     {"k3", facts.k3},  {"scale", DepthUnitsPerMetre(facts)}};
  return {{"camera", std::move(json)}};
}

/// Appears whole, unless the power fails: that would take a wait for the disk a frame.
void WriteImage(const fs::path& path, std::string_view bytes) {
  fs::path temporary = path;
  temporary += ".tmp";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code failure;
  if (out) fs::rename(temporary, path, failure);
  if (out && !failure) return;
  std::error_code ignored;
  fs::remove(temporary, ignored);
  throw Error("cannot write " + path.string() +
              (failure ? ": " + failure.message() : ": no space or not allowed"));
}

void WriteColor(const fs::path& path, const CameraFrame& frame, const LiveImages& images) {
  if (frame.head.facts.color_format == ColorFormat::kJpeg) {
    WriteImage(path, {reinterpret_cast<const char*>(frame.color.data()), frame.color.size()});
  } else {
    WriteImage(path, EncodePng(images.color, kPngCompression, path.string()));
  }
}

/// Of traj.txt; without a pose, what readers take for none.
std::string LineOf(const std::optional<MatrixText>& pose) {
  constexpr double kNone = -std::numeric_limits<double>::infinity();
  std::string line;
  for (size_t i = 0; i < 16; ++i) {
    const double none = i < 12 ? kNone : (i == 15 ? 1.0 : 0.0);
    line.append(i == 0 ? "" : " ").append(Text(pose ? (*pose)[i] : none));
  }
  return line;
}

/// Where the first `lines` lines of a file end; nothing if it has fewer.
std::optional<size_t> EndOfLine(const std::string& text, int64_t lines) {
  size_t end = 0;
  for (int64_t i = 0; i < lines; ++i) {
    end = text.find('\n', end);
    if (end == std::string::npos) return std::nullopt;
    ++end;
  }
  return end;
}

int64_t LinesIn(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return 0;
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
  return std::ranges::count(text, '\n');
}

/// Those of `number` and later ones, of which not all is there.
void RemoveImagesFrom(const fs::path& results, int64_t number) {
  for (const auto& [prefix, suffixes] :
       {NumberedName{"frame", {".jpg", ".png"}}, NumberedName{"depth", {".png"}}}) {
    for (const auto& [found, path] : ListNumbered(results, {prefix, suffixes})) {
      std::error_code ignored;
      if (found >= number) fs::remove(path, ignored);
    }
  }
}

void CutLines(const fs::path& file, int64_t lines) {
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
  const std::optional<size_t> end = EndOfLine(text, lines);
  if (end && *end < text.size()) WriteFileAtomically(file, std::string_view(text).substr(0, *end));
}

}  // namespace

FrameRecording::FrameRecording(fs::path folder, const CameraFacts& facts)
    : folder_(std::move(folder)), facts_(facts) {
  std::error_code ignored;
  if (fs::exists(folder_ / "times.txt", ignored)) {
    GoOn();
  } else {
    Begin();
  }
}

void FrameRecording::Begin() {
  std::error_code failure;
  if (fs::exists(folder_ / "results", failure) || fs::exists(folder_ / "traj.txt", failure)) {
    throw UsageError(folder_.string() +
                     ": found a data set, expected a place for a recording, or one of this camera");
  }
  fs::create_directories(folder_ / "results", failure);
  if (failure) throw Error("cannot make " + (folder_ / "results").string() + ": " + failure.message());
  WriteFileAtomically(folder_ / "cam_params.json", CameraOf(facts_).dump(2) + "\n");
}

void FrameRecording::GoOn() {
  const fs::path file = folder_ / "cam_params.json";
  const auto found = nlohmann::ordered_json::parse(ReadWholeFile(file, kMaxSettingsBytes), nullptr, false);
  if (found != CameraOf(facts_)) {
    throw UsageError(file.string() + ": found another camera than the one that is recorded now, expected " +
                     CameraOf(facts_).dump() + "; --record DIR names another place");
  }
  const int64_t times = LinesIn(folder_ / "times.txt"), poses = LinesIn(folder_ / "traj.txt");
  has_poses_ = poses > 0;
  const int64_t most = has_poses_ ? std::min(times, poses) : times;
  std::error_code ignored;
  const auto is_there = [&](const char* prefix, const char* suffix) {
    return fs::exists(folder_ / "results" / Numbered(prefix, count_, suffix), ignored);
  };
  while (count_ < most && is_there("frame", ColorSuffix(facts_)) && is_there("depth", ".png")) ++count_;
  CutLines(folder_ / "times.txt", count_);
  if (has_poses_) CutLines(folder_ / "traj.txt", count_);
  RemoveImagesFrom(folder_ / "results", count_);
}

void FrameRecording::OpenLines() {
  times_ = std::make_unique<LineLog>(folder_ / "times.txt");
  if (has_poses_) poses_ = std::make_unique<LineLog>(folder_ / "traj.txt");
}

void FrameRecording::Add(const CameraFrame& frame, const LiveImages& images,
                         const std::optional<MatrixText>& pose) {
  if (count_ == 0) has_poses_ = pose.has_value();
  if (!times_) OpenLines();
  const fs::path color = folder_ / "results" / Numbered("frame", count_, ColorSuffix(facts_));
  const fs::path depth = folder_ / "results" / Numbered("depth", count_, ".png");
  try {
    WriteColor(color, frame, images);
    // Before the image without which there is no such frame: lines too many are read past.
    if (has_poses_) poses_->Append(LineOf(pose));
    times_->Append(Text(frame.head.stamp_s));
    WriteImage(depth, EncodePng(images.depth, kPngCompression, depth.string()));
  } catch (const Error&) {
    std::error_code ignored;
    fs::remove(color, ignored);
    throw;
  }
  ++count_;
}

}  // namespace isogs
