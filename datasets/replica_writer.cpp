// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/image/convert.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::string Numbered(const char* prefix, int64_t number, const char* suffix) {
  char name[64];
  std::snprintf(name, sizeof(name), "%s%06lld%s", prefix, static_cast<long long>(number), suffix);
  return name;
}

/// 4x4, row by row; 12 digits keep a micrometre over a thousand kilometres.
std::string PoseLine(const Pose& pose) {
  std::string line;
  for (int row = 0; row < 4; ++row) {
    for (int col = 0; col < 4; ++col) {
      char number[32];
      std::snprintf(number, sizeof(number), "%s%.12g", line.empty() ? "" : " ", pose.matrix()(row, col));
      line += number;
    }
  }
  return line + "\n";
}

}  // namespace

Image<uint16_t> ReplicaDepth(const Image<float>& depth_m) {
  return ToDepthUnits(depth_m, kReplicaDepthScale);
}

ReplicaWriter::ReplicaWriter(fs::path folder, int jpeg_quality, int png_compression)
    : folder_(std::move(folder)), jpeg_quality_(jpeg_quality), png_compression_(png_compression) {
  std::error_code error;
  if (fs::exists(folder_ / "results", error) || fs::exists(folder_ / "traj.txt", error)) {
    throw UsageError(folder_.string() + ": found a data set, expected a place for a new one");
  }
  const fs::path results = folder_ / "results";
  for (fs::path missing = results; !missing.empty() && !fs::exists(missing, error);
       missing = missing.parent_path()) {
    made_.insert(made_.begin(), missing);
  }
  fs::create_directories(results, error);
  if (!error) return;
  RemoveWhatWasMade();
  throw Error("cannot make " + results.string() + ": " + error.message());
}

ReplicaWriter::~ReplicaWriter() {
  if (!finished_) RemoveWhatWasMade();
}

void ReplicaWriter::RemoveWhatWasMade() const {
  std::error_code ignored;
  fs::remove_all(folder_ / "results", ignored);  // was not there before
  fs::remove(folder_ / "traj.txt", ignored);
  if (wrote_camera_) fs::remove(folder_ / "cam_params.json", ignored);
  for (auto made = made_.rbegin(); made != made_.rend(); ++made)
    fs::remove(*made, ignored);  // those that are empty
}

void ReplicaWriter::AddAll(std::span<const Frame> frames) {
  if (frames.empty()) return;
  if (poses_.empty()) camera_ = frames.front().camera;
  for (const Frame& frame : frames) {
    if (frame.camera != camera_) {
      throw Error("frame " + std::to_string(frame.index) +
                  ": found another camera than the first frame's, expected one");
    }
  }
  ParallelFor(static_cast<int64_t>(frames.size()), 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) WriteImages(frames[static_cast<size_t>(i)], frame_count() + i);
  });
  for (const Frame& frame : frames) poses_.push_back(frame.world_from_camera);
}

void ReplicaWriter::WriteImages(const Frame& frame, int64_t number) const {
  WriteJpeg(folder_ / "results" / Numbered("frame", number, ".jpg"), ToBytes(frame.color), jpeg_quality_);
  WritePng(folder_ / "results" / Numbered("depth", number, ".png"), ReplicaDepth(frame.depth_m),
           png_compression_);
}

int64_t ReplicaWriter::pose_count() const {
  return std::ranges::count_if(poses_, [](const auto& pose) { return pose.has_value(); });
}

void ReplicaWriter::Finish() {
  nlohmann::ordered_json camera = {{"w", camera_.width},         {"h", camera_.height}, {"fx", camera_.fx},
                                   {"fy", camera_.fy},           {"cx", camera_.cx},    {"cy", camera_.cy},
                                   {"scale", kReplicaDepthScale}};
  wrote_camera_ = true;
  WriteFileAtomically(folder_ / "cam_params.json", nlohmann::ordered_json{{"camera", camera}}.dump(2) + "\n");
  Pose none = Pose::Identity();
  if (pose_count() > 0) none.matrix().topRows<3>().setConstant(-std::numeric_limits<double>::infinity());
  std::string trajectory;
  for (const std::optional<Pose>& pose : poses_) trajectory += PoseLine(pose.value_or(none));
  WriteFileAtomically(folder_ / "traj.txt", std::string_view(trajectory));
  finished_ = true;
}

}  // namespace isogs
