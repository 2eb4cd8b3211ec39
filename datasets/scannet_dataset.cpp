// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/scannet_dataset.h"

#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "datasets/camera_limits.h"
#include "datasets/listed_dataset.h"
#include "datasets/pose_text.h"
#include "shared/core/error.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

const NumberedName kColorName = {"", {".jpg", ".jpeg", ".png"}};
const NumberedName kDepthName = {"", {".png"}};
const NumberedName kPoseName = {"", {".txt"}};
constexpr double kUnitsAMetre = 1000.0;

Camera ReadCamera(const fs::path& file, const std::optional<ImageShape>& shape, const fs::path& images) {
  if (!shape) {
    throw UsageError(
        images.string() +
        ": the first, middle and last image cannot be read or differ in size, expected images of "
        "one size");
  }
  const MatrixText m = ParseMatrix(ReadWholeFile(file, kMaxSettingsBytes), file.string());
  const Camera camera = {shape->width, shape->height, m[0], m[5], m[2], m[6]};
  CheckCamera(camera, file.string() + ": ");
  return camera;
}

Pose ReadPose(const fs::path& file) {
  return PoseFromMatrix(ParseMatrix(ReadWholeFile(file, kMaxSettingsBytes), file.string()), file.string());
}

std::vector<ListedFrame> ListAll(const fs::path& folder) {
  std::error_code error;
  const bool has_poses = HasNumberedFile(folder / "pose", kPoseName);
  const auto poses = has_poses ? ListNumbered(folder / "pose", kPoseName) : std::map<int64_t, fs::path>();
  std::vector<ListedFrame> frames;
  for (FrameFiles& files : ListFrames(folder / "color", kColorName, folder / "depth", kDepthName)) {
    ListedFrame frame{std::move(files), {}, {}};
    const auto found = poses.find(frame.files.number);
    const fs::path file = found != poses.end()
                              ? found->second
                              : folder / "pose" / (std::to_string(frame.files.number) + ".txt");
    if (has_poses) frame.pose = [file] { return ReadPose(file); };
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace

bool CanReadScanNet(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "color", error) && fs::is_directory(folder / "depth", error) &&
         fs::is_directory(folder / "intrinsic", error);
}

std::unique_ptr<Dataset> OpenScanNet(const DatasetConfig& config) {
  const fs::path folder = config.path, intrinsic = folder / "intrinsic";
  ListedSequence sequence;
  sequence.layout = "scannet";
  sequence.frames = ListAll(folder);
  const StoredShapes shapes = LookAtShapes(FilesOf(sequence.frames));
  const Camera depth = ReadCamera(intrinsic / "intrinsic_depth.txt", shapes.depth, folder / "depth");
  const Camera color = ReadCamera(intrinsic / "intrinsic_color.txt", shapes.color, folder / "color");
  sequence.images = {.lenses = {{depth, {}}},
                     .depth_scale = kUnitsAMetre,
                     .color = ColorCamera{color, Pose::Identity()},
                     .size_note = " as other images there have"};
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
