// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/collection_plan.h"

#include <algorithm>
#include <cstdio>

#include "shared/core/error.h"

namespace isogs::synthetic {
namespace {

constexpr std::array<std::string_view, 5> kSplitNames = {"train", "val", "test_iid", "test_comp",
                                                         "test_hard"};
constexpr std::array<std::string_view, 3> kQualityNames = {"draft", "normal", "high"};
/// One scene in so many; train has the rest.
constexpr std::array<int64_t, 5> kOneIn = {0, 10, 10, 20, 20};

template <typename Enum, size_t N>
std::optional<Enum> Named(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

void Check(const char* what, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return;
  char text[128];
  std::snprintf(text, sizeof(text), "%s: found %lld, expected %lld to %lld", what,
                static_cast<long long>(value), static_cast<long long>(low), static_cast<long long>(high));
  throw UsageError(text);
}

}  // namespace

std::string_view NameOf(Split split) { return kSplitNames.at(static_cast<size_t>(split)); }
std::optional<Split> SplitOf(std::string_view name) { return Named<Split>(kSplitNames, name); }
std::string_view NameOf(Quality quality) { return kQualityNames.at(static_cast<size_t>(quality)); }
std::optional<Quality> QualityOf(std::string_view name) { return Named<Quality>(kQualityNames, name); }

int64_t SceneCount(Split split, int64_t scenes) {
  const auto at = static_cast<size_t>(split);
  if (split == Split::kTrain) {
    int64_t rest = scenes;
    for (const Split other : kSplits)
      if (other != Split::kTrain) rest -= SceneCount(other, scenes);
    return rest;
  }
  return std::max<int64_t>(scenes / kOneIn[at], scenes > static_cast<int64_t>(at) ? 1 : 0);
}

SceneIdentity IdentityOf(const CollectionOptions& options, int64_t index) {
  Check("scenes", options.scenes, 1, kMostScenes);
  Check("sequences", options.sequences, 0, options.scenes);
  Check("seed", static_cast<int64_t>(std::min<uint64_t>(options.seed, INT64_MAX)), 0, kMostSeed);
  Check("scene", index, 0, options.scenes - 1);
  SceneIdentity identity;
  identity.index = identity.number = index;
  for (const Split split : kSplits) {
    identity.split = split;
    const int64_t count = SceneCount(split, options.scenes);
    if (identity.number < count) break;
    identity.number -= count;
  }
  char number[32];
  std::snprintf(number, sizeof(number), "_%05lld", static_cast<long long>(identity.number));
  identity.id = NameOf(identity.split);
  identity.id += number;
  identity.seed = options.seed + static_cast<uint64_t>(index);
  identity.has_sequence = index < options.sequences;
  return identity;
}

}  // namespace isogs::synthetic
