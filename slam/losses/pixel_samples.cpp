// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/pixel_samples.h"

#include <algorithm>

#include "shared/geometry/projection.h"
#include "slam/rendering/render_camera.h"

namespace isogs {
namespace {

int64_t CountValid(std::span<const float> depth_m) {
  int64_t count = 0;
  for (const float depth : depth_m) count += depth > 0.0f ? 1 : 0;
  return count;
}

/// Sets the bits of `count` valid pixels, each set of so many equally likely.
std::vector<uint64_t> MarkAtRandom(std::span<const float> depth_m, int64_t count, Random& random) {
  std::vector<uint64_t> marked((depth_m.size() + 63) / 64, 0);
  while (count > 0) {
    const auto pixel = static_cast<size_t>(random.NextIndex(depth_m.size()));
    const uint64_t bit = uint64_t{1} << (pixel % 64);
    if (!(depth_m[pixel] > 0.0f) || (marked[pixel / 64] & bit) != 0) continue;
    marked[pixel / 64] |= bit;
    --count;
  }
  return marked;
}

}  // namespace

std::vector<int32_t> DrawPixels(std::span<const float> depth_m, int64_t count, Random& random) {
  const int64_t valid = CountValid(depth_m);
  count = std::clamp<int64_t>(count, 0, valid);
  // Where most are wanted, those left out are drawn: few draws hit a pixel that is taken already.
  const bool drawn = 2 * count <= valid;
  const std::vector<uint64_t> marked = MarkAtRandom(depth_m, drawn ? count : valid - count, random);
  std::vector<int32_t> pixels;
  pixels.reserve(static_cast<size_t>(count));
  for (size_t word = 0; word < marked.size(); ++word) {
    const size_t pixels_here = std::min<size_t>(64, depth_m.size() - 64 * word);
    const uint64_t all = pixels_here == 64 ? ~uint64_t{0} : (uint64_t{1} << pixels_here) - 1;
    for (uint64_t bits = drawn ? marked[word] : all & ~marked[word]; bits != 0; bits &= bits - 1) {
      const size_t pixel = 64 * word + static_cast<size_t>(std::countr_zero(bits));
      if (depth_m[pixel] > 0.0f) pixels.push_back(static_cast<int32_t>(pixel));
    }
  }
  return pixels;
}

PixelSamples::PixelSamples(const Camera& camera, const Pose& camera_from_map, std::span<const float> depth_m,
                           std::span<const int32_t> pixels)
    : camera_(MakeRenderCamera(camera, camera_from_map)),
      pixels_(pixels.begin(), pixels.end()),
      x_(pixels.size()),
      y_(pixels.size()),
      z_(pixels.size()),
      words_a_row_(static_cast<size_t>(camera.width) / 64 + 1),
      words_(words_a_row_ * static_cast<size_t>(camera.height)) {
  const Pose map_from_camera = camera_from_map.inverse();
  int v = 0;
  for (size_t i = 0; i < pixels.size(); ++i) {
    while (pixels[i] >= (v + 1) * camera.width) ++v;
    const int u = pixels[i] - v * camera.width;
    const double depth = depth_m[static_cast<size_t>(pixels[i])];
    const Eigen::Vector3d in_map = map_from_camera * PointAt(camera, u, v, depth);
    x_[i] = static_cast<float>(in_map.x());
    y_[i] = static_cast<float>(in_map.y());
    z_[i] = static_cast<float>(in_map.z());
    words_[static_cast<size_t>(v) * words_a_row_ + static_cast<size_t>(u) / 64].pixels |= uint64_t{1}
                                                                                          << (u % 64);
  }
  int32_t rank = 0;
  for (SampleWord& word : words_) {
    word.rank = rank;
    rank += std::popcount(word.pixels);
  }
}

}  // namespace isogs
