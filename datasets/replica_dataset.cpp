// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/frame_files.h"
#include "datasets/frame_images.h"
#include "datasets/pose_text.h"
#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

const NumberedName kColorName = {"frame", {".jpg", ".jpeg", ".png"}};
const NumberedName kDepthName = {"depth", {".png"}};

struct CameraParameters {
  Camera camera;
  double depth_scale = 0.0;  // units a metre
};

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

fs::path FindCameraFile(const fs::path& folder) {
  const fs::path above = fs::absolute(folder / "").lexically_normal().parent_path().parent_path();
  // The last is not the second where `folder` is a symbolic link.
  for (const fs::path& place : {folder, above, folder / ".."}) {
    if (IsFile(place / "cam_params.json")) return place / "cam_params.json";
  }
  throw UsageError("cam_params.json is neither in " + folder.string() + " nor in " + above.string() +
                   ", expected {\"camera\": {\"w\", \"h\", \"fx\", \"fy\", \"cx\", \"cy\", \"scale\"}}");
}

double NumberOf(const nlohmann::json& camera, const char* key, double low, double high,
                const fs::path& file) {
  const auto found = camera.find(key);
  const bool is_number = found != camera.end() && found->is_number();
  const double value = is_number ? found->get<double>() : std::nan("");
  if (value >= low && value <= high) return value;
  throw Error(file.string() + ": camera." + key + ": found " +
              (found == camera.end() ? "nothing" : found->dump().substr(0, 40)) + ", expected a number");
}

CameraParameters ReadCameraFile(const fs::path& file) {
  const nlohmann::json root = ReadJson(file);
  if (!root.is_object() || !root.contains("camera") || !root["camera"].is_object()) {
    throw Error(file.string() +
                ": found no JSON object with an object \"camera\", expected {\"camera\": {...}}");
  }
  const nlohmann::json& camera = root["camera"];
  const auto number = [&](const char* key, double low, double high) {
    return NumberOf(camera, key, low, high, file);
  };
  return {
      {static_cast<int>(number("w", 1, kMaxImageSide)), static_cast<int>(number("h", 1, kMaxImageSide)),
       number("fx", 1e-3, 1e6), number("fy", 1e-3, 1e6), number("cx", -1e6, 1e6), number("cy", -1e6, 1e6)},
      number("scale", 1e-6, 1e9)};
}

class ReplicaDataset : public Dataset {
 public:
  explicit ReplicaDataset(const DatasetConfig& config)
      : ReplicaDataset(config, ReadCameraFile(FindCameraFile(config.path))) {}

  std::string layout() const override { return "replica"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_.working_camera(); }

  Frame Read(int64_t index) const override {
    const size_t i = static_cast<size_t>(index);
    Frame frame;
    frame.index = index;
    frame.timestamp_s = static_cast<double>(index);
    frame.world_from_camera = true_poses_.Read([&] {
      return PoseFromMatrix(matrices_.at(first_line_ + i),
                            trajectory_file_.string() + " pose " + std::to_string(index));
    });
    images_.Read(frames_.at(i), frame);
    return frame;
  }

 private:
  ReplicaDataset(const DatasetConfig& config, const CameraParameters& parameters)
      : images_(parameters.camera, parameters.depth_scale, config),
        frames_(ListFrames(fs::path(config.path) / "results", kColorName, kDepthName)),
        trajectory_file_(fs::path(config.path) / "traj.txt") {
    if (!IsFile(trajectory_file_)) {
      throw UsageError(trajectory_file_.string() + ": missing, expected a line of 16 numbers for each frame");
    }
    matrices_ = ParseMatrixLines(ReadWholeFile(trajectory_file_), trajectory_file_.string());
    const size_t last_number = static_cast<size_t>(frames_.back().number);
    if (matrices_.size() > last_number) {
      first_line_ = static_cast<size_t>(frames_.front().number);
    } else if (matrices_.size() != frames_.size()) {
      throw Error(trajectory_file_.string() + ": found " + std::to_string(matrices_.size()) +
                  " poses, expected " + std::to_string(frames_.size()) + ", one for each frame in results");
    }
  }

  FrameImages images_;
  std::vector<FrameFiles> frames_;
  fs::path trajectory_file_;
  std::vector<MatrixText> matrices_;
  TruePoses true_poses_;
  size_t first_line_ = 0;  // of matrices_, the first frame's
};

}  // namespace

bool CanReadReplica(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "results", error);
}

std::unique_ptr<Dataset> OpenReplica(const DatasetConfig& config) {
  return std::make_unique<ReplicaDataset>(config);
}

}  // namespace isogs
