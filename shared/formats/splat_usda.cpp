// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>

#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/formats/text_writer.h"

// UsdVol's schema ParticleField3DGaussianSplat, OpenUSD 26.03: sigmas and opacities after activation,
// quaternions real part first.
namespace isogs {
namespace {

using Vector = std::array<float, 3>;

/// Where the Gaussians are seen: a prim without an extent has empty bounds, and may not be drawn at all.
std::array<Vector, 2> ExtentOf(const GaussianCloud& cloud) {
  constexpr float kReach = 3.0f;  // sigmas
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::array<Vector, 2> extent = {{{kInfinity, kInfinity, kInfinity}, {-kInfinity, -kInfinity, -kInfinity}}};
  for (size_t i = 0; i < cloud.size(); ++i) {
    const float reach = kReach * std::ranges::max(ScalesOf(cloud, i));
    for (size_t k = 0; k < 3; ++k) {
      const float x = cloud.means[3 * i + k];
      extent[0][k] = std::min(extent[0][k], x - reach);
      extent[1][k] = std::max(extent[1][k], x + reach);
    }
  }
  return extent;
}

void AddTuple(std::span<const float> numbers, TextWriter* text) {
  text->Add("(");
  for (size_t k = 0; k < numbers.size(); ++k) {
    if (k > 0) text->Add(", ");
    text->AddNumber(numbers[k]);
  }
  text->Add(")");
}
void AddValue(float number, TextWriter* text) { text->AddNumber(number); }
void AddValue(std::span<const float> numbers, TextWriter* text) { AddTuple(numbers, text); }

/// An attribute of an element a Gaussian, each on a line: `value(i)`.
template <typename Value>
void AddArray(const GaussianCloud& cloud, std::string_view declaration, TextWriter* text, Value&& value) {
  text->Add("    ");
  text->Add(declaration);
  text->Add(" = [");
  for (size_t i = 0; i < cloud.size(); ++i) {
    if (i > 0) text->Add(",");
    text->EndLine();
    AddValue(value(i), text);
  }
  text->Add("]");
  text->EndLine();
}

void AddHead(UsdUpAxis up, TextWriter* text) {
  text->Add("#usda 1.0\n(\n    defaultPrim = \"Map\"\n    metersPerUnit = 1\n    upAxis = \"");
  text->Add(up == UsdUpAxis::kY ? "Y" : "Z");
  text->Add("\"\n)\n\ndef ParticleField3DGaussianSplat \"Map\"\n{\n");
}

void AddExtent(const GaussianCloud& cloud, TextWriter* text) {
  if (cloud.size() == 0) return;
  const auto [low, high] = ExtentOf(cloud);
  text->Add("    float3[] extent = [");
  AddTuple(low, text);
  text->Add(", ");
  AddTuple(high, text);
  text->Add("]");
  text->EndLine();
}

}  // namespace

void WriteSplatUsda(const std::filesystem::path& path, const GaussianCloud& cloud, UsdUpAxis up) {
  AtomicFile file(path);
  TextWriter text(&file);
  AddHead(up, &text);
  AddExtent(cloud, &text);
  AddArray(cloud, "point3f[] positions", &text,
           [&](size_t i) { return std::span<const float>(&cloud.means[3 * i], 3); });
  AddArray(cloud, "quatf[] orientations", &text, [&](size_t i) { return UnitRotation(cloud, i); });
  AddArray(cloud, "float3[] scales", &text, [&](size_t i) { return ScalesOf(cloud, i); });
  AddArray(cloud, "float[] opacities", &text, [&](size_t i) { return OpacityOf(cloud, i); });
  text.Add("    uniform int radiance:sphericalHarmonicsDegree = 0\n");
  AddArray(cloud, "float3[] radiance:sphericalHarmonicsCoefficients", &text,
           [&](size_t i) { return ConstantHarmonics(cloud, i); });
  text.Add("}\n");
  text.Flush();
  file.Commit();
}

}  // namespace isogs
