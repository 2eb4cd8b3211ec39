// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/trajectory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

constexpr const char* kHeading = "# time tx ty tz qx qy qz qw (world_from_camera)";
constexpr size_t kFields = 8;
/// Files of data sets have four digits; what is farther off is another quantity, not rounding.
constexpr double kMaxNormError = 0.01;

void Append(double value, int digits, char separator, std::string* text) {
  std::array<char, 350> buffer;  // the largest double has 309 digits before its point
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, digits);
  text->append(buffer.data(), result.ptr) += separator;
}

void AppendLine(const StampedPose& stamped, std::string* text) {
  const Eigen::Vector3d t = stamped.world_from_camera.translation();
  Eigen::Quaterniond q(stamped.world_from_camera.linear());
  if (q.w() < 0) q.coeffs() = -q.coeffs();
  Append(stamped.time_s, 9, ' ', text);
  for (const double value : {t.x(), t.y(), t.z()}) Append(value, 10, ' ', text);
  for (const double value : {q.x(), q.y(), q.z()}) Append(value, 12, ' ', text);
  Append(q.w(), 12, '\n', text);
}

double ParseNumber(std::string_view word) {
  const std::optional<double> value = ParseReal<double>(word);
  if (!value || !std::isfinite(*value)) throw Error("found " + Quoted(word) + ", expected a number");
  return *value;
}

StampedPose ParseLine(std::string_view line) {
  std::array<double, kFields> v{};
  size_t count = 0;
  for (std::string_view word = TakeWord(&line); !word.empty(); word = TakeWord(&line)) {
    if (count < kFields) v[count] = ParseNumber(word);
    ++count;
  }
  if (count != kFields) {
    throw Error("found " + std::to_string(count) +
                " words, expected the eight numbers time tx ty tz qx qy qz qw");
  }
  const Eigen::Quaterniond q(v[7], v[4], v[5], v[6]);
  if (!(std::abs(q.norm() - 1.0) < kMaxNormError)) {
    throw Error("quaternion of length " + std::to_string(q.norm()) + ", expected 1");
  }
  StampedPose stamped{v[0], Pose::Identity()};
  stamped.world_from_camera.linear() = q.normalized().toRotationMatrix();
  stamped.world_from_camera.translation() << v[1], v[2], v[3];
  return stamped;
}

bool HoldsPose(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] != '#';
}

}  // namespace

void WriteTrajectory(const std::filesystem::path& path, const Trajectory& trajectory) {
  std::string text = std::string(kHeading) + "\n";
  for (const StampedPose& stamped : trajectory) AppendLine(stamped, &text);
  WriteFileAtomically(path, std::string_view(text));
}

Trajectory ReadTrajectory(const std::filesystem::path& path) {
  const std::string text = ReadWholeFile(path, kMaxLinesBytes);
  Trajectory trajectory;
  std::string_view rest = WithoutByteOrderMark(text);
  for (int64_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = TakeLine(&rest);
    if (!HoldsPose(line)) continue;
    try {
      trajectory.push_back(ParseLine(line));
    } catch (const Error& error) {
      throw Error(path.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return trajectory;
}

TrajectoryLog::TrajectoryLog(std::filesystem::path file) : lines_(std::move(file)) {
  if (lines_.was_empty()) lines_.Append(kHeading);
}

void TrajectoryLog::Append(const StampedPose& stamped) {
  std::string line;
  AppendLine(stamped, &line);
  line.pop_back();  // its newline
  lines_.Append(line);
}

TrajectoryTail::News TrajectoryTail::Take() {
  const LineTail::News lines = lines_.Take();
  News news{lines.from_start, {}};
  for (std::string_view rest = lines.text; !rest.empty();) {
    const std::string_view line = TakeLine(&rest);
    if (!HoldsPose(line)) continue;
    try {
      news.poses.push_back(ParseLine(line));
    } catch (const Error&) {  // a damaged line is a pose less
    }
  }
  return news;
}

int64_t CutTrajectory(const std::filesystem::path& path, int64_t count) {
  std::error_code ignored;  // what cannot be looked at cannot be read either, and that is said next
  if (!std::filesystem::exists(path, ignored) && !ignored) return 0;
  const std::string text = ReadWholeFile(path, kMaxLinesBytes);
  size_t kept = 0;  // bytes
  int64_t poses = 0;
  for (size_t end; (end = text.find('\n', kept)) != std::string::npos; kept = end + 1) {
    const bool is_pose = text[kept] != '#' && text[kept] != '\n';
    if (is_pose && poses == count) break;
    poses += is_pose ? 1 : 0;
  }
  if (kept < text.size()) WriteFileAtomically(path, std::string_view(text).substr(0, kept));
  return poses;
}

}  // namespace isogs
