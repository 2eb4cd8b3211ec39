// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/check_picture.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdint>

#include "shared/core/error.h"
#include "shared/image/image_io.h"

namespace isogs::synthetic {
namespace {

/// Of a depth unit, and of what is seen through a window or a door.
constexpr double kBeyond_m = 0.5;
constexpr double kNearest_m = 0.05;

class PictureCheck {
 public:
  PictureCheck(const std::filesystem::path& dataset, const CameraRecord& record)
      : dataset_(dataset), record_(record) {}

  void Color() { const ColorImage image = ReadColorImage(dataset_ / record_.image, ShapeOf(record_.image)); }

  void Depth(double most_m) {
    const Image<uint16_t> depth = ReadGray16Png(dataset_ / record_.depth, ShapeOf(record_.depth));
    uint16_t nearest = UINT16_MAX, farthest = 0;
    for (const uint16_t value : depth.values()) {
      if (value == 0) continue;
      nearest = std::min(nearest, value);
      farthest = std::max(farthest, value);
    }
    if (farthest == 0) return Find(record_.depth, "holds no depth at all");
    const double nearest_m = nearest / record_.depth_scale, farthest_m = farthest / record_.depth_scale;
    if (!(nearest_m >= kNearest_m && farthest_m <= most_m)) {
      Find(record_.depth, fmt::format("found depth of {:.3f} to {:.3f} m, expected {:.2f} to {:.3f}",
                                      nearest_m, farthest_m, kNearest_m, most_m));
    }
  }

  void Seen() {
    const int64_t pixels = int64_t{record_.camera.width} * record_.camera.height;
    int64_t visible = 0;
    for (const SeenObject& seen : record_.seen) {
      visible += seen.visible_px;
      if (seen.visible_px < 1 || seen.visible_px > seen.alone_px || seen.alone_px > pixels) {
        Find(record_.image,
             fmt::format("object {}: found {} of {} pixels visible, expected 1 or more of at most {}",
                         seen.object, seen.visible_px, seen.alone_px, pixels));
      }
    }
    if (visible > pixels)
      Find(record_.image, fmt::format("objects are seen in {} pixels, expected at most {}", visible, pixels));
  }

  std::vector<std::string> Take() { return std::move(troubles_); }

  /// What `check` throws is a trouble.
  template <typename Check>
  void Try(const Check& check) {
    try {
      check();
    } catch (const Error& error) {
      troubles_.emplace_back(error.what());
    }
  }

 private:
  void Find(const std::string& file, const std::string& text) { troubles_.push_back(file + ": " + text); }

  ShapeCheck ShapeOf(const std::string& path) const {
    return [this, path](const ImageShape& shape) {
      const Camera& camera = record_.camera;
      if (shape.width == camera.width && shape.height == camera.height) return;
      throw Error(fmt::format("{}: found {}x{} pixels, expected {}x{}", path, shape.width, shape.height,
                              camera.width, camera.height));
    };
  }

  const std::filesystem::path& dataset_;
  const CameraRecord& record_;
  std::vector<std::string> troubles_;
};

}  // namespace

std::vector<std::string> TroublesOfPicture(const std::filesystem::path& dataset, const CameraRecord& record,
                                           const Eigen::Vector3d& room_size_m) {
  PictureCheck check(dataset, record);
  check.Try([&] { check.Color(); });
  check.Try([&] { check.Depth(room_size_m.norm() + kBeyond_m); });
  check.Seen();
  return check.Take();
}

}  // namespace isogs::synthetic
