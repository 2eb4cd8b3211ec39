// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/color_registration.h"

#include <algorithm>
#include <vector>

#include "datasets/bilinear_lookup.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

/// Stands in where a row has no depth at all: a distance in the middle of a room.
constexpr float kTypicalDepthM = 2.0f;
constexpr int64_t kRowsAPiece = 16;

/// The row's depths, gaps filled from the left (the first from the right).
void FillRow(const float* depth_m, int width, std::vector<float>& filled) {
  const float* const first = std::find_if(depth_m, depth_m + width, [](float z) { return z > 0.0f; });
  float last = first == depth_m + width ? kTypicalDepthM : *first;
  for (int x = 0; x < width; ++x) {
    if (depth_m[x] > 0.0f) last = depth_m[x];
    filled[static_cast<size_t>(x)] = last;
  }
}

/// (u, v, 1) ~ z (x column_x + y column_y + constant) + offset: from the pixel of the depth camera and its
/// depth to the pixel of the colour camera.
struct PixelMap {
  Eigen::Vector3f column_x, column_y, constant, offset;
};

PixelMap MakePixelMap(const ColorCamera& color, const Camera& depth) {
  Eigen::Matrix3d projection, back_projection;
  projection << color.camera.fx, 0, color.camera.cx, 0, color.camera.fy, color.camera.cy, 0, 0, 1;
  back_projection << 1 / depth.fx, 0, -depth.cx / depth.fx, 0, 1 / depth.fy, -depth.cy / depth.fy, 0, 0, 1;
  const Eigen::Matrix3f m = (projection * color.color_from_depth.linear() * back_projection).cast<float>();
  return {m.col(0), m.col(1), m.col(2), (projection * color.color_from_depth.translation()).cast<float>()};
}

/// Plain arrays and no calls: the compiler vectorises it.
void Locate(const PixelMap& map, int y, const float* __restrict depth_m, int width, const Camera& color,
            int32_t* __restrict first, int32_t* __restrict right, int32_t* __restrict down) {
  const Eigen::Vector3f row = static_cast<float>(y) * map.column_y + map.constant;
  const float x0 = map.column_x.x(), x1 = map.column_x.y(), x2 = map.column_x.z();
  const float r0 = row.x(), r1 = row.y(), r2 = row.z();
  const float o0 = map.offset.x(), o1 = map.offset.y(), o2 = map.offset.z();
  const float last_u = static_cast<float>(color.width - 1), last_v = static_cast<float>(color.height - 1);
  const int stride = color.width, last_x = color.width - 2, last_y = color.height - 2;
  for (int x = 0; x < width; ++x) {
    const float column = static_cast<float>(x), z = depth_m[x];
    const float inverse = 1.0f / std::max(z * (column * x2 + r2) + o2, 1e-3f);
    const float u = std::min(std::max((z * (column * x0 + r0) + o0) * inverse, 0.0f), last_u);
    const float v = std::min(std::max((z * (column * x1 + r1) + o1) * inverse, 0.0f), last_v);
    const int left = std::min(static_cast<int>(u), last_x), top = std::min(static_cast<int>(v), last_y);
    first[x] = top * stride + left;
    right[x] = static_cast<int32_t>((u - static_cast<float>(left)) * LookupTable::kOne);
    down[x] = static_cast<int32_t>((v - static_cast<float>(top)) * LookupTable::kOne);
  }
}

}  // namespace

Image<uint8_t> RegisterColor(const Image<uint8_t>& color, const ColorCamera& color_camera,
                             const Image<float>& depth_m, const Camera& depth_camera) {
  const int width = depth_m.width(), height = depth_m.height();
  const PixelMap map = MakePixelMap(color_camera, depth_camera);
  Image<uint8_t> registered(3, height, width);
  ParallelFor(height, kRowsAPiece, [&](int64_t begin, int64_t end) {
    std::vector<float> filled(static_cast<size_t>(width));
    LookupTable at(static_cast<size_t>(width));
    for (int y = static_cast<int>(begin); y < end; ++y) {
      FillRow(&depth_m.at(y, 0), width, filled);
      Locate(map, y, filled.data(), width, color_camera.camera, at.first.data(), at.right.data(),
             at.down.data());
      for (int channel = 0; channel < 3; ++channel) {
        LookUp(color.plane(channel).data(), color.width(), at, 0, static_cast<size_t>(width),
               &registered.at(channel, y, 0));
      }
    }
  });
  return registered;
}

}  // namespace isogs
