// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/combinations.h"

#include <algorithm>

namespace isogs::synthetic {
namespace {

constexpr std::array<Combination, 6> kHeldOut = {{{ObjectKind::kBall, MaterialClass::kWood},
                                                  {ObjectKind::kVase, MaterialClass::kMetal},
                                                  {ObjectKind::kStorageBox, MaterialClass::kFabric},
                                                  {ObjectKind::kPouf, MaterialClass::kLacquer},
                                                  {ObjectKind::kTable, MaterialClass::kLacquer},
                                                  {ObjectKind::kShelf, MaterialClass::kMetal}}};

}  // namespace

std::span<const Combination> HeldOutCombinations() { return kHeldOut; }

bool IsHeldOut(ObjectKind kind, MaterialClass material) {
  return std::ranges::any_of(kHeldOut, [&](const Combination& combination) {
    return combination.kind == kind && combination.material == material;
  });
}

bool IsHeldOut(std::string_view kind, std::string_view material) {
  return std::ranges::any_of(kHeldOut, [&](const Combination& combination) {
    return NameOf(combination.kind) == kind && NameOf(combination.material) == material;
  });
}

}  // namespace isogs::synthetic
