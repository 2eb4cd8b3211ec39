// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/seven_scenes_dataset.h"

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

class SevenScenesDataset : public Dataset {
 public:
  explicit SevenScenesDataset(const DatasetConfig& config)
      : images_(kCamera, kUnitsAMetre, config),
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
    if (has_poses_) frame.world_from_camera = ReadPose(folder_ / kPoseName.Of(files.number));
    images_.Read(files, frame);
    return frame;
  }

 private:
  static Pose ReadPose(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
      throw Error(file.string() + ": missing, expected a pose for every frame, as others have one");
    }
    return PoseFromMatrix(ParseMatrix(ReadWholeFile(file), file.string()), file.string());
  }

  FrameImages images_;
  fs::path folder_;
  std::vector<FrameFiles> frames_;
  bool has_poses_;
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
