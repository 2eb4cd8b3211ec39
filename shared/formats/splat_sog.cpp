// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/formats/webp_lossless.h"
#include "shared/io/file.h"
#include "shared/io/zip_writer.h"

// "The SOG Format", version 2, developer.playcanvas.com: a zip of lossless WebP images, a pixel a Gaussian.
namespace isogs {
namespace {

using Json = nlohmann::ordered_json;
using Pixels = std::vector<uint8_t>;  // [H,W,4]

constexpr size_t kLevels = 256;
constexpr int64_t kGrain = 1 << 14;
constexpr int kMostSide = 16383;  // WebP's

/// Evenly spaced values, of which a byte names the nearest.
struct Codebook {
  float low = 0.0f, step = 0.0f;

  /// From the smallest to the largest of `values`; at most `span` below the largest.
  template <typename Values>
  static Codebook Of(size_t count, float span, Values&& values) {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (size_t i = 0; i < count; ++i) {
      for (const float value : values(i)) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
    low = std::max(low, high - span);
    return {low, (high - low) / static_cast<float>(kLevels - 1)};
  }
  uint8_t LevelOf(float value) const {
    if (!(step > 0.0f)) return 0;
    return static_cast<uint8_t>(std::clamp(std::round((value - low) / step), 0.0f, 255.0f));
  }
  Json ToJson() const {
    Json values = Json::array();
    for (size_t k = 0; k < kLevels; ++k) values.push_back(low + step * static_cast<float>(k));
    return values;
  }
};

/// Compresses what is far away.
float LogOf(float x) { return std::copysign(std::log1p(std::abs(x)), x); }

struct Bounds {
  std::array<float, 3> low, high;
};

Bounds LogBounds(const GaussianCloud& cloud) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  Bounds bounds = {{kInfinity, kInfinity, kInfinity}, {-kInfinity, -kInfinity, -kInfinity}};
  for (size_t i = 0; i < cloud.means.size(); ++i) {
    const float x = LogOf(cloud.means[i]);
    bounds.low[i % 3] = std::min(bounds.low[i % 3], x);
    bounds.high[i % 3] = std::max(bounds.high[i % 3], x);
  }
  return bounds;
}

/// Images of one size; what is behind the last Gaussian is ignored.
struct Images {
  explicit Images(size_t count) {
    width = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count)) / 4.0)) * 4;
    height = static_cast<int>((count + static_cast<size_t>(width) - 1) / static_cast<size_t>(width));
    const size_t bytes = size_t{4} * static_cast<size_t>(width) * static_cast<size_t>(height);
    for (Pixels* pixels : {&means_low, &means_high, &scales, &rotations, &colors}) pixels->assign(bytes, 255);
  }

  int width, height;
  Pixels means_low, means_high, scales, rotations, colors;
};

void PutMean(const float* mean, const Bounds& bounds, uint8_t* low, uint8_t* high) {
  for (size_t k = 0; k < 3; ++k) {
    const float span = bounds.high[k] - bounds.low[k];
    const float share = span > 0.0f ? (LogOf(mean[k]) - bounds.low[k]) / span : 0.0f;
    const auto fixed = static_cast<uint32_t>(std::lround(65535.0f * std::clamp(share, 0.0f, 1.0f)));
    low[k] = static_cast<uint8_t>(fixed & 0xff);
    high[k] = static_cast<uint8_t>(fixed >> 8);
  }
}

/// The three smaller numbers of w, x, y, z; the last byte tells which is missing.
void PutRotation(const std::array<float, 4>& q, uint8_t* bytes) {
  constexpr float kSqrt2 = 1.41421356f;
  const auto larger = [](float a, float b) { return std::abs(a) < std::abs(b); };
  const auto largest = static_cast<size_t>(std::ranges::max_element(q, larger) - q.begin());
  const float sign = q[largest] < 0.0f ? -1.0f : 1.0f;
  uint8_t* next = bytes;
  for (size_t k = 0; k < 4; ++k) {
    if (k == largest) continue;
    const float share = 0.5f + 0.5f * kSqrt2 * sign * q[k];
    *next++ = static_cast<uint8_t>(std::lround(255.0f * std::clamp(share, 0.0f, 1.0f)));
  }
  bytes[3] = static_cast<uint8_t>(252 + largest);
}

Images Draw(const GaussianCloud& cloud, const Bounds& bounds, const Codebook& scales,
            const Codebook& colors) {
  Images images(cloud.size());
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      PutMean(&cloud.means[3 * i], bounds, &images.means_low[4 * i], &images.means_high[4 * i]);
      PutRotation(UnitRotation(cloud, i), &images.rotations[4 * i]);
      const std::array<float, 3> harmonics = ConstantHarmonics(cloud, i);
      for (size_t k = 0; k < 3; ++k) {
        images.scales[4 * i + k] = scales.LevelOf(cloud.log_scales[3 * i + k]);
        images.colors[4 * i + k] = colors.LevelOf(harmonics[k]);
      }
      images.colors[4 * i + 3] = static_cast<uint8_t>(std::lround(255.0f * OpacityOf(cloud, i)));
    }
  });
  return images;
}

Json MetaOf(size_t count, const Bounds& bounds, const Codebook& scales, const Codebook& colors) {
  return {
      {"version", 2},
      {"asset", {{"generator", "IsoGS"}}},
      {"count", count},
      {"means", {{"mins", bounds.low}, {"maxs", bounds.high}, {"files", {"means_l.webp", "means_u.webp"}}}},
      {"scales", {{"codebook", scales.ToJson()}, {"files", Json::array({"scales.webp"})}}},
      {"quats", {{"files", Json::array({"quats.webp"})}}},
      {"sh0", {{"codebook", colors.ToJson()}, {"files", Json::array({"sh0.webp"})}}}};
}

void WriteZip(const std::filesystem::path& path, const Json& meta, const Images& images) {
  const std::array<std::pair<const char*, const Pixels*>, 5> members = {{{"means_l.webp", &images.means_low},
                                                                         {"means_u.webp", &images.means_high},
                                                                         {"quats.webp", &images.rotations},
                                                                         {"scales.webp", &images.scales},
                                                                         {"sh0.webp", &images.colors}}};
  std::array<std::string, members.size()> packed;
  ParallelFor(members.size(), 1, [&](int64_t begin, int64_t) {
    const auto k = static_cast<size_t>(begin);
    packed[k] = EncodeLosslessWebp(*members[k].second, images.width, images.height);
  });
  AtomicFile file(path);
  ZipWriter zip([&](std::span<const std::byte> bytes) {
    file.Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  });
  const auto add = [&](const std::string& name, const std::string& content) {
    const auto piece = std::as_bytes(std::span(content));
    zip.Add(name, {&piece, 1});
  };
  add("meta.json", meta.dump());
  for (size_t k = 0; k < members.size(); ++k) add(members[k].first, packed[k]);
  zip.Finish();
  file.Commit();
}

}  // namespace

void WriteSplatSog(const std::filesystem::path& path, const GaussianCloud& cloud) {
  constexpr float kMostLogScales = 16.0f, kMostHarmonics = 8.0f;  // spans of the codebooks
  constexpr size_t kMost = size_t{kMostSide - 3} * (kMostSide - 3);
  if (cloud.size() == 0 || cloud.size() > kMost) {
    throw Error(path.string() + ": found " + std::to_string(cloud.size()) + " Gaussians, SOG holds 1 to " +
                std::to_string(kMost));
  }
  const Bounds bounds = LogBounds(cloud);
  const Codebook scales = Codebook::Of(cloud.size(), kMostLogScales, [&](size_t i) {
    return std::span<const float>(&cloud.log_scales[3 * i], 3);
  });
  const Codebook colors =
      Codebook::Of(cloud.size(), kMostHarmonics, [&](size_t i) { return ConstantHarmonics(cloud, i); });
  WriteZip(path, MetaOf(cloud.size(), bounds, scales, colors), Draw(cloud, bounds, scales, colors));
}

}  // namespace isogs
