// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "datasets/synthetic/scene/material.h"
#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// A kind of thing built of a class of material.
struct Combination {
  ObjectKind kind;
  MaterialClass material;
};

/// What no scene of a data set shows but those that test for combinations never seen before. Each kind and
/// each class is seen in other combinations.
std::span<const Combination> HeldOutCombinations();
bool IsHeldOut(ObjectKind kind, MaterialClass material);
/// By their names.
bool IsHeldOut(std::string_view kind, std::string_view material);

}  // namespace isogs::synthetic
