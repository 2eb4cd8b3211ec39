// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Pictures from and to bytes in memory, on one thread, without the disk. The pictures are synthetic; their
// files are about as large as those of 7-Scenes (640x480) and Replica (1200x680). bytes_per_second counts
// pixels as they are in memory, `file_bytes` is the size of the encoded picture.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "shared/core/random.h"
#include "shared/image/codecs.h"

namespace isogs {
namespace {

constexpr int kQuality = 90;
constexpr int kDefaultCompression = 6;

Image<uint8_t> ColorPicture(int width, int height) {
  Image<uint8_t> image(3, height, width);
  Random random(1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double texture = 0.3 * std::sin(0.13 * x) * std::cos(0.17 * y) + 0.01 * random.NextNormal();
      for (int c = 0; c < 3; ++c) {
        image.at(c, y, x) =
            static_cast<uint8_t>(255.0 * std::clamp(0.5 + texture * (1.0 - 0.2 * c), 0.0, 1.0));
      }
    }
  }
  return image;
}

/// Millimetres; a depth edge every so many rows.
Image<uint16_t> DepthPicture(int width, int height) {
  Image<uint16_t> image(1, height, width);
  Random random(1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int shelf = y / 100;
      const double depth_mm = 2000.0 + x + 300.0 * shelf + 0.2 * random.NextNormal();
      image.at(y, x) = static_cast<uint16_t>(depth_mm);
    }
  }
  return image;
}

template <typename T>
Image<T> Picture(const benchmark::State& state) {
  const int width = static_cast<int>(state.range(0)), height = static_cast<int>(state.range(1));
  if constexpr (sizeof(T) == 1) {
    return ColorPicture(width, height);
  } else {
    return DepthPicture(width, height);
  }
}

template <typename T>
void Report(const Image<T>& image, const std::string& file, benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(image.values().size() * sizeof(T)));
  state.counters["file_bytes"] = static_cast<double>(file.size());
}

void BM_DecodeJpeg(benchmark::State& state) {
  const auto image = Picture<uint8_t>(state);
  const std::string file = EncodeJpeg(image, kQuality, "picture");
  for (auto _ : state) benchmark::DoNotOptimize(DecodeJpeg(file, "picture"));
  Report(image, file, state);
}

void BM_EncodeJpeg(benchmark::State& state) {
  const auto image = Picture<uint8_t>(state);
  std::string file;
  for (auto _ : state) file = EncodeJpeg(image, kQuality, "picture");
  Report(image, file, state);
}

void BM_DecodeColorPng(benchmark::State& state) {
  const auto image = Picture<uint8_t>(state);
  const std::string file = EncodePng(image, kDefaultCompression, "picture");
  for (auto _ : state) benchmark::DoNotOptimize(DecodeColorPng(file, "picture"));
  Report(image, file, state);
}

void BM_DecodeDepthPng(benchmark::State& state) {
  const auto image = Picture<uint16_t>(state);
  const std::string file = EncodePng(image, kDefaultCompression, "picture");
  for (auto _ : state) benchmark::DoNotOptimize(DecodeGray16Png(file, "picture"));
  Report(image, file, state);
}

template <typename T>
void BM_EncodePng(benchmark::State& state) {
  const auto image = Picture<T>(state);
  std::string file;
  for (auto _ : state) file = EncodePng(image, static_cast<int>(state.range(2)), "picture");
  Report(image, file, state);
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({640, 480})->Args({1200, 680})->Unit(benchmark::kMillisecond);
}
/// The last argument is zlib's level.
void SizesAndLevels(benchmark::internal::Benchmark* benchmark) {
  for (const int level : {1, kDefaultCompression})
    benchmark->Args({640, 480, level})->Args({1200, 680, level});
  benchmark->Unit(benchmark::kMillisecond);
}

BENCHMARK(BM_DecodeJpeg)->Apply(Sizes);
BENCHMARK(BM_EncodeJpeg)->Apply(Sizes);
BENCHMARK(BM_DecodeColorPng)->Apply(Sizes);
BENCHMARK(BM_EncodePng<uint8_t>)->Name("BM_EncodeColorPng")->Apply(SizesAndLevels);
BENCHMARK(BM_DecodeDepthPng)->Apply(Sizes);
BENCHMARK(BM_EncodePng<uint16_t>)->Name("BM_EncodeDepthPng")->Apply(SizesAndLevels);

}  // namespace
}  // namespace isogs
