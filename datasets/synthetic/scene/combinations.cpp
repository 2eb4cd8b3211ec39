// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/combinations.h"

#include <algorithm>

#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

using enum MaterialClass;

constexpr double kHeldOutShare = 0.6;  // of things after the first of their kind

/// Beside each combination that is held out, what its kind is built of elsewhere.
struct Palette {
  Combination held_out;
  std::array<MaterialClass, 3> seen;
};
constexpr std::array<Palette, 6> kPalettes = {{{{ObjectKind::kBall, kWood}, {kCeramic, kLacquer, kFabric}},
                                               {{ObjectKind::kVase, kMetal}, {kCeramic, kWood, kLacquer}},
                                               {{ObjectKind::kStorageBox, kFabric}, {kPaper, kWood, kMetal}},
                                               {{ObjectKind::kPouf, kLacquer}, {kFabric, kWood, kCeramic}},
                                               {{ObjectKind::kTable, kLacquer}, {kWood, kWood, kCeramic}},
                                               {{ObjectKind::kShelf, kMetal}, {kWood, kWood, kLacquer}}}};

constexpr auto kHeldOut = [] {
  std::array<Combination, kPalettes.size()> held_out = {};
  for (size_t i = 0; i < held_out.size(); ++i) held_out[i] = kPalettes[i].held_out;
  return held_out;
}();

const Palette* PaletteOf(ObjectKind kind) {
  const auto found =
      std::ranges::find_if(kPalettes, [&](const Palette& palette) { return palette.held_out.kind == kind; });
  return found == kPalettes.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Combination> HeldOutCombinations() { return kHeldOut; }

bool IsHeldOut(ObjectKind kind, MaterialClass material) {
  const Palette* const palette = PaletteOf(kind);
  return palette != nullptr && palette->held_out.material == material;
}

bool IsHeldOut(std::string_view kind, std::string_view material) {
  return std::ranges::any_of(kHeldOut, [&](const Combination& combination) {
    return NameOf(combination.kind) == kind && NameOf(combination.material) == material;
  });
}

bool CombinationRule::Covers(ObjectKind kind) const {
  return combinations_ != Combinations::kUsual && PaletteOf(kind) != nullptr;
}

MaterialClass CombinationRule::Draw(ObjectKind kind, Random& random) {
  const Palette& palette = *PaletteOf(kind);
  if (combinations_ == Combinations::kHeldOut) {
    bool& drawn = drawn_.at(static_cast<size_t>(kind));
    const bool first = !drawn;
    drawn = true;
    if (first || Chance(random, kHeldOutShare)) return palette.held_out.material;
  }
  return OneOf(random, palette.seen);
}

}  // namespace isogs::synthetic
