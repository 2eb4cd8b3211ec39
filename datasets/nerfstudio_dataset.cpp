// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/nerfstudio_dataset.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/camera_limits.h"
#include "datasets/json_fields.h"
#include "datasets/listed_dataset.h"
#include "datasets/pose_values.h"
#include "datasets/starred_files.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kName = "transforms.json";
constexpr uint64_t kMaxBytes = uint64_t{256} << 20;
constexpr double kMillimetres = 1000.0;
/// All that distort as OpenCV's model does, with some numbers 0.
constexpr const char* kPinholes[] = {"OPENCV",        "PINHOLE", "SIMPLE_PINHOLE",
                                     "SIMPLE_RADIAL", "RADIAL",  "perspective"};

/// A frame's text; empty where it has none of the keys.
std::string TextOf(const Json& frame, std::initializer_list<const char*> keys, const std::string& where) {
  for (const char* key : keys) {
    const auto found = frame.find(key);
    if (found == frame.end()) continue;
    if (found->is_string() && WithoutControls(found->get<std::string>()) == found->get<std::string>()) {
      return found->get<std::string>();
    }
    throw Error(where + key + ": found " + Quoted(found->dump()) + ", expected a file's name");
  }
  return "";
}

/// What stands for all frames comes before what a frame says, as in nerfstudio's parser.
class Lenses {
 public:
  Lenses(const Json& root, const std::string& file, const std::optional<ImageShape>& colors)
      : root_(root), file_(file), colors_(colors) {
    const std::string model = TextOf(root, {"camera_model"}, file + ": ");
    if (!model.empty() && std::ranges::find(kPinholes, model) == std::end(kPinholes)) {
      throw UsageError(file + ": camera_model: found " + Quoted(model) +
                       ", expected OPENCV or PINHOLE; undistort the images first");
    }
  }

  /// Index of the frame's lens in all().
  size_t Of(const Json& frame, const std::string& where) {
    const LensCamera lens = Read(frame, where);
    if (!all_.empty() && all_.back() == lens) return all_.size() - 1;  // of the frame before, mostly
    if (!all_.empty() && (all_.front().camera.width != lens.camera.width ||
                          all_.front().camera.height != lens.camera.height)) {
      throw UsageError(fmt::format("{}w, h: found {}x{}, expected {}x{} as the first frame has", where,
                                   lens.camera.width, lens.camera.height, all_.front().camera.width,
                                   all_.front().camera.height));
    }
    all_.push_back(lens);
    return all_.size() - 1;
  }

  std::vector<LensCamera>& all() { return all_; }

 private:
  LensCamera Read(const Json& frame, const std::string& where) const {
    const auto is_common = [&](const char* key) { return root_.contains(key); };
    const auto number = [&](const char* key) {
      return is_common(key) ? NumberField(root_, key, file_ + ": ") : NumberField(frame, key, where);
    };
    const auto or_zero = [&](const char* key) {
      return is_common(key) || frame.contains(key) ? number(key) : 0.0;
    };
    const auto side = [&](const char* key, int ImageShape::*stored) {
      if (!is_common(key) && !frame.contains(key) && colors_) return (*colors_).*stored;
      const Json& object = is_common(key) ? root_ : frame;
      return static_cast<int>(
          NumberField(object, key, is_common(key) ? file_ + ": " : where, 1, kMaxImageSide));
    };
    if (or_zero("k4") != 0.0) {
      throw UsageError(
          where + "k4: found a distortion that is not OpenCV's k1 k2 p1 p2 k3; undistort the images first");
    }
    const double fx = number("fl_x");
    const bool has_fy = is_common("fl_y") || frame.contains("fl_y");
    // There, the first pixel's centre is at 0.5.
    const Camera camera = {side("w", &ImageShape::width),
                           side("h", &ImageShape::height),
                           fx,
                           has_fy ? number("fl_y") : fx,
                           number("cx") - 0.5,
                           number("cy") - 0.5};
    CheckCamera(camera, where);
    return {camera, {or_zero("k1"), or_zero("k2"), or_zero("p1"), or_zero("p2"), or_zero("k3")}};
  }

  const Json& root_;
  std::string file_;
  std::optional<ImageShape> colors_;
  std::vector<LensCamera> all_;
};

/// Frames of the file that have depth, in the order of their colour images' names.
struct NamedFrame {
  std::string color, depth, where;
  const Json* json = nullptr;
};

std::vector<NamedFrame> ListNamed(const Json& root, const std::string& file) {
  const auto frames = root.find("frames");
  if (frames == root.end() || !frames->is_array() || frames->empty()) {
    throw UsageError(file + ": found no list \"frames\", expected nerfstudio's transforms.json");
  }
  std::vector<NamedFrame> named;
  for (size_t i = 0; i < frames->size(); ++i) {
    const Json& frame = (*frames)[i];
    const std::string where = fmt::format("{}: frames[{}].", file, i);
    if (!frame.is_object()) throw Error(where + " found " + Quoted(frame.dump()) + ", expected an object");
    NamedFrame entry = {TextOf(frame, {"file_path"}, where),
                        TextOf(frame, {"depth_file_path", "depth_path"}, where), where, &frame};
    if (entry.color.empty()) throw Error(where + "file_path: found nothing, expected the colour image");
    if (!entry.depth.empty()) named.push_back(std::move(entry));
  }
  if (named.empty()) {
    throw UsageError(
        file + ": no frame has a depth_file_path, expected depth images: without depth nothing is mapped");
  }
  if (named.size() < frames->size()) {
    spdlog::info("{}: {} of {} frames have no depth_file_path; they are left out", file,
                 frames->size() - named.size(), frames->size());
  }
  std::ranges::stable_sort(named, NaturalLess, &NamedFrame::color);
  return named;
}

double DepthScaleOf(const Json& root, const std::string& file) {
  for (const char* key : {"integer_depth_scale", "depth_unit_scale_factor"}) {  // metres a unit
    if (root.contains(key)) return 1.0 / NumberField(root, key, file + ": ", 1e-7, 1e3);
  }
  return kMillimetres;
}

}  // namespace

bool CanReadNerfstudio(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kName, error);
}

std::unique_ptr<Dataset> OpenNerfstudio(const DatasetConfig& config) {
  const fs::path folder = config.path;
  const std::string file = (folder / kName).string();
  const Json root = ParseJson(ReadWholeFile(file, kMaxBytes), file);
  if (!root.is_object())
    throw UsageError(file + ": found no JSON object, expected nerfstudio's transforms.json");
  const std::vector<NamedFrame> named = ListNamed(root, file);
  ListedSequence sequence;
  sequence.layout = "nerfstudio";
  sequence.pose_axes = PoseAxes::kOpenGl;
  for (const NamedFrame& frame : named) {
    const auto index = static_cast<int64_t>(sequence.frames.size());
    sequence.frames.push_back(
        {{.number = index, .color = folder / frame.color, .depth = folder / frame.depth}, {}, {}});
    const auto matrix = frame.json->find("transform_matrix");
    if (matrix == frame.json->end()) continue;
    const std::string where = frame.where + "transform_matrix";
    sequence.frames.back().pose = [text = MatrixFromJson(*matrix, where), where] {
      return PoseFromMatrix(text, where);
    };
  }
  Lenses lenses(root, file, LookAtShapes(FilesOf(sequence.frames)).color);
  for (size_t i = 0; i < named.size(); ++i) {
    sequence.frames[i].files.lens = lenses.Of(*named[i].json, named[i].where);
  }
  sequence.images = {
      .lenses = std::move(lenses.all()),
      .depth_scale = DepthScaleOf(root, file),
      .scale_place = "\"integer_depth_scale\" or \"depth_unit_scale_factor\" in transforms.json"};
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
