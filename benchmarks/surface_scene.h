// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "slam/losses/image_loss.h"
#include "slam/mapping/densify_cpu.h"
#include "slam/rendering/gaussian_view.h"
#include "tests/slam/test_scenes.h"

namespace isogs {

/// A view of a room of about `pixels` pixels, and the map that mapping begins with: one disc a pixel.
struct SurfaceScene {
  explicit SurfaceScene(int64_t pixels) {
    const int height = static_cast<int>(std::sqrt(0.75 * static_cast<double>(pixels)));
    frame = test::RoomFrame(test::MakeCamera(static_cast<int>(pixels / height), height),
                            test::RoomFromFirstCamera());
    const FrameView view{frame.camera.width, frame.camera.height, frame.color.data(), frame.depth_m.data()};
    GaussianMap first;
    MakeDensifierCpu()->Append(nullptr, view, frame.camera, Pose::Identity(), 0, {}, DepthSensor::kRendered,
                               INT64_MAX, &first);
    map = first.ToCloud();
    rows.resize(map.size());
    std::iota(rows.begin(), rows.end(), 0);
    values.resize(map.size() * column::kStride);
  }
  GradientRows Rows() { return {static_cast<int64_t>(rows.size()), rows.data(), values.data()}; }

  Frame frame;
  GaussianCloud map;
  std::vector<int32_t> rows;  // all are in view
  std::vector<float> values;
};

}  // namespace isogs
