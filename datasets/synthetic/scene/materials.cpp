// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/materials.h"

#include <array>
#include <utility>

#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

constexpr std::array<Color, 8> kWallColors = {{{0.72f, 0.70f, 0.64f},
                                               {0.66f, 0.60f, 0.50f},
                                               {0.55f, 0.62f, 0.60f},
                                               {0.60f, 0.64f, 0.70f},
                                               {0.70f, 0.58f, 0.50f},
                                               {0.52f, 0.58f, 0.46f},
                                               {0.74f, 0.74f, 0.72f},
                                               {0.40f, 0.48f, 0.55f}}};
constexpr std::array<std::pair<Color, Color>, 6> kWoods = {{{{0.42f, 0.25f, 0.12f}, {0.26f, 0.14f, 0.06f}},
                                                            {{0.55f, 0.38f, 0.20f}, {0.40f, 0.25f, 0.12f}},
                                                            {{0.24f, 0.12f, 0.06f}, {0.13f, 0.06f, 0.03f}},
                                                            {{0.62f, 0.48f, 0.30f}, {0.48f, 0.34f, 0.19f}},
                                                            {{0.34f, 0.17f, 0.09f}, {0.20f, 0.09f, 0.05f}},
                                                            {{0.50f, 0.42f, 0.32f}, {0.34f, 0.27f, 0.20f}}}};
constexpr std::array<Color, 9> kFabricColors = {{{0.10f, 0.18f, 0.32f},
                                                 {0.45f, 0.10f, 0.08f},
                                                 {0.38f, 0.34f, 0.28f},
                                                 {0.12f, 0.26f, 0.18f},
                                                 {0.52f, 0.38f, 0.10f},
                                                 {0.20f, 0.20f, 0.22f},
                                                 {0.55f, 0.50f, 0.42f},
                                                 {0.30f, 0.12f, 0.24f},
                                                 {0.08f, 0.30f, 0.34f}}};
constexpr std::array<Color, 12> kStrongColors = {{{0.60f, 0.08f, 0.06f},
                                                  {0.08f, 0.22f, 0.50f},
                                                  {0.70f, 0.48f, 0.06f},
                                                  {0.10f, 0.38f, 0.16f},
                                                  {0.65f, 0.60f, 0.50f},
                                                  {0.05f, 0.05f, 0.07f},
                                                  {0.50f, 0.20f, 0.36f},
                                                  {0.10f, 0.45f, 0.48f},
                                                  {0.70f, 0.28f, 0.08f},
                                                  {0.28f, 0.16f, 0.42f},
                                                  {0.75f, 0.72f, 0.68f},
                                                  {0.30f, 0.34f, 0.10f}}};

Color Scaled(const Color& color, double factor) {
  const float f = static_cast<float>(factor);
  return {color[0] * f, color[1] * f, color[2] * f};
}

}  // namespace

std::string_view NameOf(MaterialClass material) {
  constexpr std::array<std::string_view, 11> kNames = {"paint",   "flooring", "wood",  "fabric",
                                                       "lacquer", "metal",    "glass", "ceramic",
                                                       "leaves",  "paper",    "light"};
  return kNames.at(static_cast<size_t>(material));
}

int Materials::Keep(MaterialClass material_class, Material material) {
  material.material_class = material_class;
  material.seed = static_cast<uint32_t>(random().NextBits() >> 32);
  scene_->materials.push_back(material);
  return static_cast<int>(scene_->materials.size()) - 1;
}

int Materials::OfClass(MaterialClass material_class) {
  switch (material_class) {
    case MaterialClass::kWood:
      return Wood();
    case MaterialClass::kFabric:
      return Fabric();
    case MaterialClass::kLacquer:
      return Lacquer();
    case MaterialClass::kMetal:
      return Metal();
    case MaterialClass::kCeramic:
      return Ceramic();
    default:
      return Cover();
  }
}

int Materials::Wall() {
  const Color color = Scaled(OneOf(random(), kWallColors), Between(random(), 0.85, 1.1));
  const double kind = random().NextUnit();
  if (kind < 0.15) {
    return Keep(MaterialClass::kPaint, {Pattern::kBricks,
                                        {0.42f, 0.18f, 0.11f},
                                        {0.30f, 0.12f, 0.08f},
                                        {0.55f, 0.52f, 0.47f},
                                        0.24f,
                                        0.35f});
  }
  if (kind < 0.45) {
    return Keep(MaterialClass::kPaint,
                {Pattern::kStripes, color, Scaled(color, Between(random(), 0.72, 0.88)),
                 Scaled(OneOf(random(), kStrongColors), 0.8),
                 static_cast<float>(Between(random(), 0.12, 0.3)), 0.14f});
  }
  return Keep(MaterialClass::kPaint,
              {Pattern::kPaint, color, Scaled(color, 0.8), Scaled(color, 0.65), 0.7f, 0.22f});
}

int Materials::WhitePaint() {
  return Keep(
      MaterialClass::kPaint,
      {Pattern::kPaint, {0.78f, 0.77f, 0.74f}, {0.70f, 0.69f, 0.66f}, {0.6f, 0.6f, 0.58f}, 0.5f, 0.12f});
}

int Materials::Floor() {
  const double kind = random().NextUnit();
  if (kind < 0.65) {
    const auto& [light, dark] = OneOf(random(), kWoods);
    return Keep(MaterialClass::kFlooring, {Pattern::kPlanks, light, dark, Scaled(dark, 0.4),
                                           static_cast<float>(Between(random(), 0.09, 0.16)), 0.45f});
  }
  if (kind < 0.85) {
    const float grey = static_cast<float>(Between(random(), 0.35, 0.6));
    return Keep(MaterialClass::kFlooring, {Pattern::kTiles,
                                           {grey, grey * 0.96f, grey * 0.9f},
                                           {grey * 0.8f, grey * 0.76f, grey * 0.7f},
                                           {0.2f, 0.2f, 0.19f},
                                           0.33f,
                                           0.3f});
  }
  const Color color = OneOf(random(), kFabricColors);
  return Keep(MaterialClass::kFlooring,
              {Pattern::kFabric, color, Scaled(color, 0.6), Scaled(color, 1.3), 0.02f, 0.5f});
}

int Materials::Wood() {
  const auto& [light, dark] = OneOf(random(), kWoods);
  return Keep(MaterialClass::kWood, {Pattern::kWood, light, dark, Scaled(dark, 0.6),
                                     static_cast<float>(Between(random(), 0.05, 0.12)), 0.5f});
}

int Materials::Fabric() {
  const Color color = OneOf(random(), kFabricColors);
  return Keep(MaterialClass::kFabric,
              {Pattern::kFabric, color, Scaled(color, 0.65), Scaled(OneOf(random(), kFabricColors), 1.2),
               static_cast<float>(Between(random(), 0.012, 0.03)), 0.4f});
}

int Materials::Lacquer() {
  const Color color = Chance(random(), 0.5) ? OneOf(random(), kWallColors) : OneOf(random(), kStrongColors);
  return Keep(MaterialClass::kLacquer,
              {Pattern::kPaint, color, Scaled(color, 0.75), Scaled(color, 0.6), 0.15f, 0.25f});
}

int Materials::Metal() {
  const float grey = static_cast<float>(Between(random(), 0.12, 0.45));
  return Keep(MaterialClass::kMetal, {Pattern::kPaint,
                                      {grey, grey, grey},
                                      {grey * 0.8f, grey * 0.8f, grey * 0.8f},
                                      {0.1f, 0.1f, 0.1f},
                                      0.05f,
                                      0.25f});
}

int Materials::Dark() {
  return Keep(
      MaterialClass::kGlass,
      {Pattern::kPaint, {0.02f, 0.02f, 0.024f}, {0.015f, 0.015f, 0.02f}, {0.01f, 0.01f, 0.01f}, 0.3f, 0.3f});
}

int Materials::Ceramic() {
  const Color color = OneOf(random(), kStrongColors);
  return Keep(MaterialClass::kCeramic,
              {Pattern::kMarble, color, Scaled(color, 0.55), OneOf(random(), kWallColors), 0.08f, 0.5f});
}

int Materials::Leaves() {
  return Keep(
      MaterialClass::kLeaves,
      {Pattern::kFoliage, {0.10f, 0.30f, 0.06f}, {0.03f, 0.12f, 0.02f}, {0.25f, 0.42f, 0.10f}, 0.05f, 0.6f});
}

int Materials::Cover() {
  const Color color = OneOf(random(), kStrongColors);
  return Keep(MaterialClass::kPaper,
              {Chance(random(), 0.5) ? Pattern::kStripes : Pattern::kPaint, color, Scaled(color, 0.7),
               OneOf(random(), kStrongColors), static_cast<float>(Between(random(), 0.03, 0.09)), 0.35f});
}

int Materials::Rug() {
  return Keep(MaterialClass::kFabric,
              {Pattern::kRug, OneOf(random(), kFabricColors), OneOf(random(), kStrongColors),
               OneOf(random(), kWallColors), static_cast<float>(Between(random(), 0.2, 0.4)), 0.35f});
}

int Materials::Poster() {
  return Keep(MaterialClass::kPaper,
              {Pattern::kPoster, OneOf(random(), kWallColors), OneOf(random(), kStrongColors),
               OneOf(random(), kStrongColors), static_cast<float>(Between(random(), 0.12, 0.25)), 0.3f});
}

int Materials::Outdoors(const Color& radiance) {
  Material view = {
      Pattern::kOutdoors, {0.30f, 0.42f, 0.62f}, {0.05f, 0.10f, 0.03f}, {0.62f, 0.64f, 0.66f}, 0.3f, 0.3f};
  view.emission = radiance;
  return Keep(MaterialClass::kGlass, view);
}

int Materials::Glow(const Color& radiance) {
  Material glow = {Pattern::kMarble, {0.7f, 0.7f, 0.7f}, {0.6f, 0.6f, 0.6f}, {0.5f, 0.5f, 0.5f}, 0.1f, 0.2f};
  glow.emission = radiance;
  return Keep(MaterialClass::kLight, glow);
}

}  // namespace isogs::synthetic
