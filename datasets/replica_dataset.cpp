// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/camera_limits.h"
#include "datasets/frame_files.h"
#include "datasets/frame_images.h"
#include "datasets/json_fields.h"
#include "datasets/pose_text.h"
#include "datasets/stored_shapes.h"
#include "datasets/true_poses.h"
#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

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

CameraParameters ReadCameraFile(const fs::path& file) {
  const nlohmann::ordered_json root = ParseJson(ReadWholeFile(file, kMaxSettingsBytes), file.string());
  if (!root.is_object() || !root.contains("camera") || !root["camera"].is_object()) {
    throw Error(file.string() +
                ": found no JSON object with an object \"camera\", expected {\"camera\": {...}}");
  }
  const nlohmann::ordered_json& camera = root["camera"];
  const std::string where = file.string() + ": camera.";
  const auto any = [&](const char* key) { return NumberField(camera, key, where); };
  const auto side = [&](const char* key) {
    return static_cast<int>(NumberField(camera, key, where, 1, kMaxImageSide));
  };
  const CameraParameters parameters = {{side("w"), side("h"), any("fx"), any("fy"), any("cx"), any("cy")},
                                       NumberField(camera, "scale", where, 1e-6, 1e9)};
  CheckCamera(parameters.camera, where);
  return parameters;
}

class ReplicaDataset : public Dataset {
 public:
  explicit ReplicaDataset(const DatasetConfig& config)
      : ReplicaDataset(config, ReadCameraFile(FindCameraFile(config.path))) {}

  std::string layout() const override { return "replica"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_.working_camera(); }
  PoseAxes pose_axes() const override { return true_poses_.stored_axes(); }

  Frame Read(int64_t index) const override {
    const size_t i = static_cast<size_t>(index);
    Frame frame;
    frame.index = index;
    frame.timestamp_s = static_cast<double>(index);
    if (!matrices_.empty()) {
      frame.world_from_camera = true_poses_.Read([&] {
        return PoseFromMatrix(matrices_.at(LineOf(i)),
                              trajectory_file_.string() + " pose " + std::to_string(LineOf(i)));
      });
    }
    images_.Read(frames_.at(i), frame);
    return frame;
  }

 private:
  ReplicaDataset(const DatasetConfig& config, const CameraParameters& parameters)
      : frames_(ListFrames(fs::path(config.path) / "results", kColorName, kDepthName)),
        images_({.lenses = {{parameters.camera, {}}},
                 .depth_scale = parameters.depth_scale,
                 .scale_place = "\"scale\" in cam_params.json"},
                config, LookAtShapes(frames_)),
        trajectory_file_(fs::path(config.path) / "traj.txt"),
        true_poses_(config) {
    std::error_code ignored;  // what is there and cannot be read is said next
    if (!fs::exists(trajectory_file_, ignored)) {
      spdlog::info("{}: not there; no frame has a true pose", trajectory_file_.string());
      return;
    }
    matrices_ = ParseMatrixLines(ReadWholeFile(trajectory_file_, kMaxLinesBytes), trajectory_file_.string());
    const auto last_number = static_cast<size_t>(frames_.back().number);
    if (matrices_.size() != frames_.size() && matrices_.size() <= last_number) {
      throw Error(trajectory_file_.string() + ": found " + std::to_string(matrices_.size()) +
                  " poses, expected " + std::to_string(frames_.size()) + ", one for each frame in results" +
                  (last_number < frames_.size()
                       ? ""
                       : ", or one for each number from 0 to " + std::to_string(last_number)));
    }
  }

  /// Of matrices_, counted from 0.
  size_t LineOf(size_t frame) const {
    return matrices_.size() == frames_.size() ? frame : static_cast<size_t>(frames_[frame].number);
  }

  std::vector<FrameFiles> frames_;
  FrameImages images_;
  fs::path trajectory_file_;
  std::vector<MatrixText> matrices_;  // empty: no poses
  TruePoses true_poses_;
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
