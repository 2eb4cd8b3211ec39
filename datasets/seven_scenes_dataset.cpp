// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/seven_scenes_dataset.h"

#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "datasets/frame_files.h"
#include "datasets/frame_images.h"
#include "datasets/pose_text.h"
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

class SevenScenesDataset : public Dataset {
 public:
  explicit SevenScenesDataset(const DatasetConfig& config)
      : images_(kCamera, kUnitsAMetre, config,
                config.register_color ? std::optional(KinectColorCamera()) : std::nullopt),
        folder_(config.path),
        frames_(ListFrames(folder_, kColorName, kDepthName)),
        has_poses_(HasNumberedFile(folder_, kPoseName)) {}

  std::string layout() const override { return "seven_scenes"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_.working_camera(); }

  Frame Read(int64_t index) const override {
    const FrameFiles& files = frames_.at(static_cast<size_t>(index));
    Frame frame;
    frame.index = index;
    frame.timestamp_s = static_cast<double>(index);
    if (has_poses_) {
      frame.world_from_camera =
          true_poses_.Read([&] { return ReadPose(folder_ / kPoseName.Of(files.number)); });
    }
    images_.Read(files, frame);
    return frame;
  }

 private:
  static Pose ReadPose(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
      throw Error(file.string() + ": missing, expected a pose for every frame, as others have one");
    }
    return PoseFromMatrix(ParseMatrix(ReadWholeFile(file, kMaxSettingsBytes), file.string()), file.string());
  }

  FrameImages images_;
  fs::path folder_;
  std::vector<FrameFiles> frames_;
  bool has_poses_;
  TruePoses true_poses_;
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
