// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/record3d_dataset.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/camera_limits.h"
#include "datasets/json_fields.h"
#include "datasets/listed_dataset.h"
#include "datasets/phone_images.h"
#include "datasets/pose_values.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr uint64_t kMaxBytes = uint64_t{256} << 20;
constexpr double kUnitsAMetre = 1000.0;

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

fs::path MetadataFile(const fs::path& folder) {
  return IsFile(folder / "metadata.json") ? folder / "metadata.json" : folder / "metadata";
}

/// `list` as that many numbers.
std::vector<double> Numbers(const Json& list, size_t count, const std::string& where) {
  const auto is_number = [](const Json& value) { return value.is_number(); };
  if (!list.is_array() || list.size() != count || !std::ranges::all_of(list, is_number)) {
    throw Error(
        fmt::format("{}: found {}, expected a list of {} numbers", where, Quoted(list.dump()), count));
  }
  return list.get<std::vector<double>>();
}

/// metadata.json, by the number of a frame.
class Metadata {
 public:
  explicit Metadata(const fs::path& file)
      : file_(file.string()), root_(ParseJson(ReadWholeFile(file, kMaxBytes), file_)) {
    if (!root_.is_object()) throw UsageError(file_ + ": found no JSON object, expected Record3D's metadata");
  }

  Camera CameraOf(size_t number) const {
    const auto side = [&](const char* key) {
      return static_cast<int>(NumberField(root_, key, file_ + ": ", 1, kMaxImageSide));
    };
    Camera camera = {side("w"), side("h"), 0, 0, 0, 0};
    if (const Json* own = ItemOf("perFrameIntrinsicCoeffs", number)) {
      const std::string where = Where("perFrameIntrinsicCoeffs", number);
      const std::vector<double> k = Numbers(*own, 4, where);
      camera = {camera.width, camera.height, k[0], k[1], k[2], k[3]};
      CheckCamera(camera, where + ": ");
      return camera;
    }
    const std::vector<double> k = Numbers(root_.contains("K") ? root_["K"] : Json(), 9, file_ + ": K");
    camera = {camera.width, camera.height, k[0], k[4], k[6], k[7]};
    CheckCamera(camera, file_ + ": K: ");
    return camera;
  }

  /// [s]
  double TimeOf(size_t number) const {
    const Json* const time = ItemOf("frameTimestamps", number);
    if (time != nullptr && time->is_number()) return time->get<double>();
    const double fps = NumberField(root_, "fps", file_ + ": ", 1e-3, 1e5, 1.0);
    return static_cast<double>(number) / fps;
  }

  /// Empty if the file has no poses.
  std::function<Pose()> PoseOf(size_t number) const {
    if (!root_.contains("poses")) return {};
    const std::string where = Where("poses", number);
    const Json* const item = ItemOf("poses", number);
    if (item == nullptr) {
      return [where]() -> Pose { throw Error(where + ": missing, expected a pose for every frame"); };
    }
    const std::vector<double> p = Numbers(*item, 7, where);
    return [p, where] { return PoseFromQuaternion({p[4], p[5], p[6]}, {p[0], p[1], p[2], p[3]}, where); };
  }

 private:
  const Json* ItemOf(const char* list, size_t number) const {
    const auto found = root_.find(list);
    if (found == root_.end() || !found->is_array() || number >= found->size()) return nullptr;
    return &(*found)[number];
  }
  std::string Where(const char* list, size_t number) const {
    return file_ + ": " + list + "[" + std::to_string(number) + "]";
  }

  std::string file_;
  Json root_;
};

void RefuseOtherDepth(const fs::path& folder) {
  if (HasNumberedFile(folder / "depth", kPhoneDepthName)) return;
  const bool is_exr = HasNumberedFile(folder / "depth", {"", {".exr"}});
  const bool is_packed = HasNumberedFile(folder / "rgbd", {"", {".depth"}});
  throw UsageError(
      folder.string() + ": found " +
      (is_exr      ? "depth as EXR"
       : is_packed ? "depth as LZFSE (rgbd/0.depth)"
                   : "no depth") +
      ", expected depth/0.png and so on, 16-bit in millimetres; docs/own_data.md has the lines that "
      "convert it");
}

}  // namespace

bool CanReadRecord3d(const fs::path& folder) {
  std::error_code error;
  const bool has_images = fs::is_directory(folder / "rgb", error) || fs::is_directory(folder / "rgbd", error);
  return has_images && (IsFile(folder / "metadata.json") || IsFile(folder / "metadata"));
}

std::unique_ptr<Dataset> OpenRecord3d(const DatasetConfig& config) {
  const fs::path folder = config.path;
  const Metadata metadata(MetadataFile(folder));
  RefuseOtherDepth(folder);
  ListedSequence sequence;
  sequence.layout = "record3d";
  sequence.pose_axes = PoseAxes::kOpenGl;
  sequence.images = {.lenses = {}, .depth_scale = kUnitsAMetre};
  std::vector<LensCamera>& lenses = sequence.images.lenses;
  for (FrameFiles& files : ListPhoneFrames(folder)) {
    const auto number = static_cast<size_t>(files.number);
    const Camera camera = metadata.CameraOf(number);
    if (lenses.empty() || lenses.back().camera != camera) lenses.push_back({camera, {}});
    files.lens = lenses.size() - 1;
    sequence.frames.push_back({std::move(files), metadata.TimeOf(number), metadata.PoseOf(number)});
  }
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
