// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
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
#include "shared/core/text.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

const NumberedName kColorName = {"frame", {".jpg", ".jpeg", ".png"}};
const NumberedName kDepthName = {"depth", {".png"}};

struct CameraParameters {
  LensCamera lens;
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
  const auto distortion = [&](const char* key) { return NumberField(camera, key, where, -1e3, 1e3, 0.0); };
  const CameraParameters parameters = {
      {{side("w"), side("h"), any("fx"), any("fy"), any("cx"), any("cy")},
       {distortion("k1"), distortion("k2"), distortion("p1"), distortion("p2"), distortion("k3")}},
      NumberField(camera, "scale", where, 1e-6, 1e9)};
  CheckCamera(parameters.lens.camera, where);
  return parameters;
}

/// A number a line.
std::vector<double> ReadTimes(const fs::path& file) {
  std::vector<double> times_s;
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::optional<double> time_s = ParseReal<double>(line);
    if (!time_s || !std::isfinite(*time_s)) {
      throw Error(file.string() + ":" + std::to_string(times_s.size() + 1) + ": found " + Quoted(line) +
                  ", expected a time in seconds");
    }
    times_s.push_back(*time_s);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return times_s;
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
    frame.has_time = !times_s_.empty();
    frame.timestamp_s = frame.has_time ? times_s_.at(LineOf(i, times_s_.size())) : static_cast<double>(index);
    if (!matrices_.empty()) {
      const size_t line = LineOf(i, matrices_.size());
      frame.world_from_camera = true_poses_.Read([&] {
        return PoseFromMatrix(matrices_.at(line),
                              trajectory_file_.string() + " pose " + std::to_string(line));
      });
    }
    images_.Read(frames_.at(i), frame);
    return frame;
  }

 private:
  ReplicaDataset(const DatasetConfig& config, const CameraParameters& parameters)
      : frames_(ListFrames(fs::path(config.path) / "results", kColorName, kDepthName)),
        images_({.lenses = {parameters.lens},
                 .depth_scale = parameters.depth_scale,
                 .scale_place = "\"scale\" in cam_params.json"},
                config, LookAtShapes(frames_)),
        trajectory_file_(fs::path(config.path) / "traj.txt"),
        true_poses_(config) {
    std::error_code ignored;  // what is there and cannot be read is said next
    const fs::path times = fs::path(config.path) / "times.txt";
    if (fs::exists(times, ignored)) {
      times_s_ = ReadTimes(times);
      CheckCount(times, times_s_.size(), "times");
    }
    if (!fs::exists(trajectory_file_, ignored)) {
      spdlog::info("{}: not there; no frame has a true pose", trajectory_file_.string());
      return;
    }
    matrices_ = ParseMatrixLines(ReadWholeFile(trajectory_file_, kMaxLinesBytes), trajectory_file_.string());
    CheckCount(trajectory_file_, matrices_.size(), "poses");
  }

  void CheckCount(const fs::path& file, size_t lines, const std::string& what) const {
    const auto last_number = static_cast<size_t>(frames_.back().number);
    if (lines == frames_.size() || lines > last_number) return;
    throw Error(file.string() + ": found " + std::to_string(lines) + " " + what + ", expected " +
                std::to_string(frames_.size()) + ", one for each frame in results" +
                (last_number < frames_.size()
                     ? ""
                     : ", or one for each number from 0 to " + std::to_string(last_number)));
  }

  /// That of a frame, counted from 0, in a file of `lines`.
  size_t LineOf(size_t frame, size_t lines) const {
    return lines == frames_.size() ? frame : static_cast<size_t>(frames_[frame].number);
  }

  std::vector<FrameFiles> frames_;
  FrameImages images_;
  fs::path trajectory_file_;
  std::vector<MatrixText> matrices_;  // empty: no poses
  std::vector<double> times_s_;       // empty: no times
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
