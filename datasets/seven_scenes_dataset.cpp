// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/seven_scenes_dataset.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "datasets/frame_files.h"
#include "datasets/frame_images.h"
#include "datasets/pose_text.h"
#include "datasets/stored_shapes.h"
#include "datasets/true_poses.h"
#include "shared/core/error.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

const NumberedName kColorName = {"frame-", {".color.jpg", ".color.png"}};
const NumberedName kDepthName = {"frame-", {".depth.png"}};
const NumberedName kPoseName = {"frame-", {".pose.txt"}};
const NumberedName kSequenceName = {"seq-", {""}};

// The Kinect's depth camera as the data set's authors give it.
constexpr Camera kCamera = {640, 480, 585.0, 585.0, 320.0, 240.0};
constexpr double kUnitsAMetre = 1000.0;
constexpr const char* kAsKinect =
    " as the Kinect has; images of another camera need dataset.register_color=false and dataset.fx, fy, cx, "
    "cy";

/// The Kinect's colour camera. The data set gives neither its focal length nor where it is; these are the
/// values that relocalisation work on it uses (DSAC*, vislearn/dsacstar: setup_7scenes.py, after the
/// calibration of one Kinect by LIRIS).
ColorCamera KinectColorCamera() {
  ColorCamera color;
  color.camera = {640, 480, 525.0, 525.0, 320.0, 240.0};
  color.color_from_depth.matrix() << 9.9996518012567637e-01, 2.6765126468950343e-03, -7.9041012313000904e-03,
      -2.5558943178152542e-02, -2.7409311281316700e-03, 9.9996302803027592e-01, -8.1504520778013286e-03,
      1.0109636268061706e-04, 7.8819942130445332e-03, 8.1718328771890631e-03, 9.9993554558014031e-01,
      2.0318321729487039e-03, 0, 0, 0, 1;
  return color;
}

/// The Kinect's, or that of images of another size, whose numbers the configuration must give.
Camera CameraOf(const StoredShapes& shapes, const DatasetConfig& config) {
  if (!shapes.depth) return kCamera;
  const auto [width, height, unused] = *shapes.depth;
  if (width == kCamera.width && height == kCamera.height) return kCamera;
  for (const auto& [key, value] :
       {std::pair("fx", config.fx), {"fy", config.fy}, {"cx", config.cx}, {"cy", config.cy}}) {
    if (value != 0.0) continue;
    throw UsageError(
        config.path + ": found depth of " + std::to_string(width) + "x" + std::to_string(height) +
        " pixels, which is not the Kinect's: expected dataset.fx, fy, cx and cy, found no " + key);
  }
  return {width, height, config.fx, config.fy, config.cx, config.cy};
}

class SevenScenesDataset : public Dataset {
 public:
  explicit SevenScenesDataset(const DatasetConfig& config)
      : SevenScenesDataset(config, ListFrames(config.path, kColorName, kDepthName)) {}

  std::string layout() const override { return "seven_scenes"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_->working_camera(); }
  PoseAxes pose_axes() const override { return true_poses_.stored_axes(); }

  Frame Read(int64_t index) const override {
    const FrameFiles& files = frames_.at(static_cast<size_t>(index));
    Frame frame;
    frame.index = index;
    frame.timestamp_s = static_cast<double>(index);
    if (!pose_files_.empty()) {
      frame.world_from_camera = true_poses_.Read([&] { return ReadPose(files.number); });
    }
    images_->Read(files, frame);
    return frame;
  }

 private:
  SevenScenesDataset(const DatasetConfig& config, std::vector<FrameFiles> frames)
      : folder_(config.path),
        frames_(std::move(frames)),
        pose_files_(ListNumbered(folder_, kPoseName)),
        true_poses_(config) {
    if (config.register_color) {
      images_.emplace(StoredImages{.lenses = {{kCamera, {}}},
                                   .depth_scale = kUnitsAMetre,
                                   .color = KinectColorCamera(),
                                   .size_note = kAsKinect},
                      config, StoredShapes{});
    } else {
      const StoredShapes shapes = LookAtShapes(frames_);
      images_.emplace(StoredImages{.lenses = {{CameraOf(shapes, config), {}}}, .depth_scale = kUnitsAMetre},
                      config, shapes);
    }
  }

  Pose ReadPose(int64_t number) const {
    const auto found = pose_files_.find(number);
    if (found == pose_files_.end()) {
      throw Error((folder_ / kPoseName.Of(number)).string() +
                  ": missing, expected a pose for every frame, as others have one");
    }
    const fs::path& file = found->second;
    return PoseFromMatrix(ParseMatrix(ReadWholeFile(file, kMaxSettingsBytes), file.string()), file.string());
  }

  fs::path folder_;
  std::vector<FrameFiles> frames_;
  std::map<int64_t, fs::path> pose_files_;
  TruePoses true_poses_;
  std::optional<FrameImages> images_;  // always there
};

}  // namespace

bool CanReadSevenScenes(const fs::path& folder) {
  return HasNumberedFile(folder, kColorName) || HasNumberedFile(folder, kDepthName) ||
         HasNumberedFile(folder, kSequenceName);
}

std::unique_ptr<Dataset> OpenSevenScenes(const DatasetConfig& config) {
  if (!HasNumberedFile(config.path, kColorName) && HasNumberedFile(config.path, kSequenceName)) {
    throw UsageError(config.path +
                     ": found a scene of several sequences, expected the folder of one (seq-01, ...)");
  }
  return std::make_unique<SevenScenesDataset>(config);
}

}  // namespace isogs
