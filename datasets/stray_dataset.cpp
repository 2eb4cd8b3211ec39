// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/stray_dataset.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "datasets/camera_limits.h"
#include "datasets/listed_dataset.h"
#include "datasets/phone_images.h"
#include "datasets/pose_values.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr double kUnitsAMetre = 1000.0;
constexpr const char* kHeading = "timestamp, frame, x, y, z, qx, qy, qz, qw";
constexpr std::array kColumns = {"timestamp", "frame", "x", "y", "z", "qx", "qy", "qz", "qw"};
constexpr std::array kLensColumns = {"fx", "fy", "cx", "cy"};

std::vector<std::string_view> SplitLine(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t comma = 0; comma != std::string_view::npos;) {
    comma = line.find(',');
    fields.push_back(Trimmed(line.substr(0, comma)));
    if (comma != std::string_view::npos) line.remove_prefix(comma + 1);
  }
  return fields;
}

double NumberAt(const std::vector<std::string_view>& fields, size_t column, const std::string& where) {
  const std::string_view field = column < fields.size() ? fields[column] : std::string_view();
  const std::optional<double> value = ParseReal<double>(field);
  if (value && std::isfinite(*value)) return *value;
  throw Error(fmt::format("{}: column {}: found {}, expected a number", where, column + 1, Quoted(field)));
}

/// A line of odometry.csv.
struct Odometry {
  double time_s = 0.0;
  Eigen::Vector3d position = Eigen::Vector3d::Zero();
  Eigen::Vector4d xyzw = Eigen::Vector4d::Zero();
  std::optional<Eigen::Vector4d> intrinsics;  // fx fy cx cy
  std::string where;                          // file and line
};

/// Where the columns stand, by the heading.
class OdometryColumns {
 public:
  OdometryColumns(std::string_view heading, const std::string& where) : fields_(SplitLine(heading)) {
    for (const char* column : kColumns) {
      if (Find(column) == fields_.size()) {
        throw Error(where + ": found no column " + column + " in " + Quoted(heading) + ", expected " +
                    kHeading);
      }
    }
  }

  std::pair<int64_t, Odometry> Parse(std::string_view line, std::string where) const {
    const std::vector<std::string_view> fields = SplitLine(line);
    const auto number = [&](const char* column) { return NumberAt(fields, Find(column), where); };
    Odometry odometry;
    odometry.time_s = number("timestamp");
    odometry.position = {number("x"), number("y"), number("z")};
    odometry.xyzw = {number("qx"), number("qy"), number("qz"), number("qw")};
    if (std::ranges::all_of(kLensColumns, [&](const char* key) { return Find(key) < fields_.size(); })) {
      odometry.intrinsics = Eigen::Vector4d(number("fx"), number("fy"), number("cx"), number("cy"));
    }
    const double frame = number("frame");
    if (!(frame >= 0.0 && frame < 1e9))
      throw Error(where + ": found frame " + std::to_string(frame) + ", expected a number from 0");
    odometry.where = std::move(where);
    return {static_cast<int64_t>(frame), odometry};
  }

 private:
  size_t Find(std::string_view column) const {
    return static_cast<size_t>(std::ranges::find(fields_, column) - fields_.begin());
  }
  std::vector<std::string_view> fields_;
};

std::map<int64_t, Odometry> ReadOdometry(const fs::path& file) {
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
  std::string_view rest = WithoutByteOrderMark(text);
  const OdometryColumns columns(TakeLine(&rest), file.string() + ":1");
  std::map<int64_t, Odometry> odometry;
  for (int64_t number = 2; !rest.empty(); ++number) {
    const std::string_view line = TakeLine(&rest);
    if (Trimmed(line).empty()) continue;
    odometry.insert(columns.Parse(line, file.string() + ":" + std::to_string(number)));
  }
  return odometry;
}

Camera ReadCamera(const fs::path& file, const ImageShape& shape) {
  const std::string text = ReadWholeFile(file, kMaxSettingsBytes);
  std::string_view rest = WithoutByteOrderMark(text);
  std::array<double, 9> matrix{};
  for (size_t row = 0; row < 3; ++row) {
    const std::string where = file.string() + ":" + std::to_string(row + 1);
    const std::string_view line = TakeLine(&rest);
    const std::vector<std::string_view> fields = SplitLine(line);
    if (fields.size() != 3) {
      throw Error(where + ": found " + Quoted(line) + ", expected three numbers and commas, of a 3x3 matrix");
    }
    for (size_t column = 0; column < 3; ++column) matrix[3 * row + column] = NumberAt(fields, column, where);
  }
  return {shape.width, shape.height, matrix[0], matrix[4], matrix[2], matrix[5]};
}

/// The colours' shape. A folder without rgb/ is told how to get one.
ImageShape ColorShapeOf(const fs::path& folder) {
  if (!HasNumberedFile(folder / "rgb", kPhoneColorName)) {
    const std::string place = folder.string();
    throw UsageError(
        place + ": found no images rgb/000000.jpg and so on; videos are not read, extract them: mkdir -p " +
        ShellQuoted({place + "/rgb"}) + " && ffmpeg -i " + ShellQuoted({place + "/rgb.mp4"}) +
        " -fps_mode passthrough -start_number 0 -q:v 2 " + ShellQuoted({place + "/rgb/%06d.jpg"}));
  }
  return ReadImageShape(ListNumbered(folder / "rgb", kPhoneColorName).begin()->second);
}

}  // namespace

bool CanReadStray(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "odometry.csv", error) &&
         fs::is_regular_file(folder / "camera_matrix.csv", error);
}

std::unique_ptr<Dataset> OpenStray(const DatasetConfig& config) {
  const fs::path folder = config.path;
  const Camera common = ReadCamera(folder / "camera_matrix.csv", ColorShapeOf(folder));
  CheckCamera(common, (folder / "camera_matrix.csv").string() + ": ");
  const std::map<int64_t, Odometry> odometry = ReadOdometry(folder / "odometry.csv");
  ListedSequence sequence;
  sequence.layout = "stray_scanner";
  sequence.images = {.lenses = {}, .depth_scale = kUnitsAMetre};
  std::vector<LensCamera>& lenses = sequence.images.lenses;
  for (FrameFiles& files : ListPhoneFrames(folder)) {
    const auto found = odometry.find(files.number);
    if (found == odometry.end()) continue;  // without a time
    const Odometry& at = found->second;
    Camera camera = common;
    if (at.intrinsics) {
      const Eigen::Vector4d& k = *at.intrinsics;
      camera = {common.width, common.height, k[0], k[1], k[2], k[3]};
      CheckCamera(camera, at.where + ": ");
    }
    if (lenses.empty() || lenses.back().camera != camera) lenses.push_back({camera, {}});
    files.lens = lenses.size() - 1;
    sequence.frames.push_back(
        {std::move(files), at.time_s, [at] { return PoseFromQuaternion(at.position, at.xyzw, at.where); }});
  }
  if (sequence.frames.empty()) {
    throw UsageError(folder.string() + ": found no image whose number is a frame of odometry.csv");
  }
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
