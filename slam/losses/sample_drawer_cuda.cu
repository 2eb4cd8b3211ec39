// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/kernel.h"
#include "shared/geometry/pinhole.h"
#include "slam/losses/pixel_permutation.h"
#include "slam/losses/sample_drawer_cuda.h"
#include "slam/rendering/render_camera.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kWordBits = 64;

__global__ void __launch_bounds__(kThreads)
    MarkValidKernel(const float* depth_m, int64_t pixels, uint8_t* flags) {
  const int64_t i = GlobalThread();
  if (i < pixels) flags[i] = depth_m[i] > 0.0f ? 1 : 0;
}

/// A thread a sample.
__global__ void __launch_bounds__(kThreads)
    DrawKernel(PixelPermutation permutation, const int32_t* valid, int count, int width, int64_t words_a_row,
               SampleWord* words) {
  const int64_t place = GlobalThread();
  if (place >= count) return;
  const int32_t pixel = valid[permutation.At(static_cast<uint32_t>(place))];
  const int u = pixel % width, v = pixel / width;
  atomicOr(&words[v * words_a_row + u / kWordBits].pixels, 1ull << (u % kWordBits));
}

__global__ void __launch_bounds__(kThreads)
    CountBitsKernel(const SampleWord* words, int64_t word_count, int32_t* counts) {
  const int64_t i = GlobalThread();
  if (i < word_count) counts[i] = __popcll(words[i].pixels);
}

/// Where samples go.
struct Points {
  float *x, *y, *z;
};

/// A thread a word: its rank and its samples' points in the map.
__global__ void __launch_bounds__(kThreads)
    MakePointsKernel(RenderCamera camera, const float* depth_m, const int64_t* ranks, int64_t word_count,
                     int64_t words_a_row, SampleWord* words, Points points) {
  const int64_t i = GlobalThread();
  if (i >= word_count) return;
  int64_t sample = ranks[i];
  words[i].rank = static_cast<int32_t>(sample);
  const int v = static_cast<int>(i / words_a_row);
  const int first_u = static_cast<int>(i % words_a_row) * kWordBits;
  const splat::Mat3 camera_from_map = splat::MakeMat3(camera.rotation);
  for (unsigned long long rest = words[i].pixels; rest != 0; rest &= rest - 1) {
    const int u = first_u + __popcll((rest & (~rest + 1)) - 1);
    const float z = depth_m[static_cast<int64_t>(v) * camera.width + u];
    const LineOfSight<float> sight = SightOf(camera, static_cast<float>(u), static_cast<float>(v));
    const splat::Vec3 in_camera = {sight.x * z, sight.y * z, z};
    const float* t = camera.translation;
    const splat::Vec3 in_map = TransposedTimes(
        camera_from_map, splat::Vec3{in_camera.x - t[0], in_camera.y - t[1], in_camera.z - t[2]});
    points.x[sample] = in_map.x;
    points.y[sample] = in_map.y;
    points.z[sample] = in_map.z;
    ++sample;
  }
}

}  // namespace

DeviceSamples SampleDrawer::Draw(const MeasuredView& view, int64_t count, uint64_t seed) {
  const Stream stream = algorithms_.stream();
  const RenderCamera camera = MakeRenderCamera(view.camera, view.camera_from_map);
  const int64_t pixels = int64_t{camera.width} * camera.height;
  DeviceSamples samples;
  samples.count = count < view.valid_pixels ? count : view.valid_pixels;
  samples.camera = camera;
  samples.cone = MakeViewCone(camera);
  samples.words_a_row = camera.width / kWordBits + 1;
  const int64_t words = samples.words_a_row * camera.height;
  points_.Reserve(3 * samples.count);
  samples.x = points_.data();
  samples.y = points_.data() + samples.count;
  samples.z = points_.data() + 2 * samples.count;
  samples.words = words_.Reserve(words);
  if (samples.count == 0) return samples;

  Launch(stream, BlocksFor(pixels, kThreads), kThreads, MarkValidKernel, view.depth_m, pixels,
         flags_.Reserve(pixels));
  algorithms_.SelectIndices(flags_.data(), pixels, valid_.Reserve(pixels), valid_count_.Reserve(1));
  FillZero(stream, words_.data(), static_cast<size_t>(words) * sizeof(SampleWord));
  const PixelPermutation permutation(seed, static_cast<uint32_t>(view.valid_pixels));
  Launch(stream, BlocksFor(samples.count, kThreads), kThreads, DrawKernel, permutation, valid_.data(),
         static_cast<int>(samples.count), camera.width, samples.words_a_row, words_.data());
  Launch(stream, BlocksFor(words, kThreads), kThreads, CountBitsKernel, words_.data(), words,
         word_counts_.Reserve(words));
  algorithms_.ExclusiveSum(word_counts_.data(), words, ranks_.Reserve(words));
  const Points points{points_.data(), points_.data() + samples.count, points_.data() + 2 * samples.count};
  Launch(stream, BlocksFor(words, kThreads), kThreads, MakePointsKernel, camera, view.depth_m, ranks_.data(),
         words, samples.words_a_row, words_.data(), points);
  return samples;
}

}  // namespace isogs::cuda
