// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/places/place_code.h"

#include <algorithm>

#include "shared/core/random.h"

namespace isogs {
namespace {

struct Fern {
  size_t pixel = 0;
  std::array<float, 3> color{};  // thresholds
  float depth_m = 0.0f;
};

using Ferns = std::array<Fern, PlaceCode::kFerns>;

Ferns DrawFerns() {
  constexpr uint64_t kSeed = 0x5eed;
  constexpr double kNearest_m = 0.4, kFarthest_m = 4.0;  // where rooms differ
  Random random(kSeed);
  Ferns ferns;
  for (Fern& fern : ferns) {
    fern.pixel = random.NextIndex(uint64_t{Thumbnail::kWidth} * Thumbnail::kHeight);
    for (float& threshold : fern.color) threshold = static_cast<float>(random.NextUnit());
    fern.depth_m = static_cast<float>(kNearest_m + (kFarthest_m - kNearest_m) * random.NextUnit());
  }
  return ferns;
}

uint8_t Answer(const Fern& fern, const Thumbnail& thumbnail) {
  const float depth_m = thumbnail.depth_m.data()[fern.pixel];
  if (!(depth_m > 0.0f)) return PlaceCode::kUnknown;
  unsigned answer = depth_m > fern.depth_m ? 8 : 0;
  for (int channel = 0; channel < 3; ++channel) {
    const float value = thumbnail.color.plane(channel)[fern.pixel];
    if (value > fern.color[static_cast<size_t>(channel)]) answer |= 1u << channel;
  }
  return static_cast<uint8_t>(answer);
}

}  // namespace

PlaceCode MakePlaceCode(const Thumbnail& thumbnail) {
  static const Ferns ferns = DrawFerns();
  PlaceCode code;
  std::ranges::transform(ferns, code.answers.begin(),
                         [&](const Fern& fern) { return Answer(fern, thumbnail); });
  code.known = static_cast<int>(PlaceCode::kFerns - std::ranges::count(code.answers, PlaceCode::kUnknown));
  return code;
}

double Dissimilarity(const PlaceCode& a, const PlaceCode& b) {
  const int fewer = std::min(a.known, b.known);
  if (fewer == 0) return 1.0;
  int same = 0;
  for (size_t i = 0; i < a.answers.size(); ++i)
    same += static_cast<int>(a.answers[i] == b.answers[i]) &
            static_cast<int>(a.answers[i] != PlaceCode::kUnknown);
  return 1.0 - static_cast<double>(same) / fewer;
}

}  // namespace isogs
