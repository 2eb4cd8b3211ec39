// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/image/convert.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr int kBestCompression = 9;

std::string Numbered(const char* prefix, int64_t number, const char* suffix) {
  char name[64];
  std::snprintf(name, sizeof(name), "%s%06lld%s", prefix, static_cast<long long>(number), suffix);
  return name;
}

/// Depth that does not fit into 1..65534 is stored as 0.
Image<uint16_t> StoredDepth(const Image<float>& depth_m) {
  Image<uint16_t> stored(1, depth_m.height(), depth_m.width());
  std::transform(depth_m.values().begin(), depth_m.values().end(), stored.values().begin(), [](float metres) {
    const double units = std::round(metres * kReplicaDepthScale);
    return units >= 1.0 && units <= 65534.0 ? static_cast<uint16_t>(units) : uint16_t{0};
  });
  return stored;
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

ReplicaWriter::ReplicaWriter(fs::path folder, int jpeg_quality)
    : folder_(std::move(folder)), jpeg_quality_(jpeg_quality) {
  std::error_code error;
  if (fs::exists(folder_ / "results", error) || fs::exists(folder_ / "traj.txt", error)) {
    throw UsageError(folder_.string() + ": found a data set, expected a place for a new one");
  }
  fs::create_directories(folder_ / "results", error);
  if (error) throw Error("cannot make " + (folder_ / "results").string() + ": " + error.message());
}

void ReplicaWriter::Add(const Frame& frame) {
  const std::string name = "frame " + std::to_string(frame.index);
  if (!frame.world_from_camera) throw Error(name + ": found no pose, expected one, as traj.txt needs it");
  if (frame_count_ == 0) camera_ = frame.camera;
  if (frame.camera != camera_)
    throw Error(name + ": found another camera than the first frame's, expected one");
  WriteJpeg(folder_ / "results" / Numbered("frame", frame_count_, ".jpg"), ToBytes(frame.color),
            jpeg_quality_);
  WritePng(folder_ / "results" / Numbered("depth", frame_count_, ".png"), StoredDepth(frame.depth_m),
           kBestCompression);
  trajectory_ += PoseLine(*frame.world_from_camera);
  ++frame_count_;
}

void ReplicaWriter::Finish() {
  nlohmann::ordered_json camera = {{"w", camera_.width},         {"h", camera_.height}, {"fx", camera_.fx},
                                   {"fy", camera_.fy},           {"cx", camera_.cx},    {"cy", camera_.cy},
                                   {"scale", kReplicaDepthScale}};
  WriteFileAtomically(folder_ / "cam_params.json", nlohmann::ordered_json{{"camera", camera}}.dump(2) + "\n");
  WriteFileAtomically(folder_ / "traj.txt", trajectory_);
}

}  // namespace isogs
