// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>

#include "datasets/synthetic/collection/constraints.h"

namespace isogs::synthetic {
namespace {

constexpr double kTolerance = 1e-9;  // relative

bool Agree(double a, double b) {
  return std::abs(a - b) <= kTolerance * std::max({std::abs(a), std::abs(b), 1.0});
}
bool Agree(int a, int b) { return a == b; }
template <typename T, size_t N>
bool Agree(const std::array<T, N>& a, const std::array<T, N>& b) {
  for (size_t i = 0; i < N; ++i)
    if (!Agree(a[i], b[i])) return false;
  return true;
}
bool Agree(const DistanceRatio& a, const DistanceRatio& b) {
  return a.first == b.first && a.second == b.second && Agree(a.ratio, b.ratio);
}
bool Agree(const TriangleRatios& a, const TriangleRatios& b) {
  return a.objects == b.objects && Agree(a.sides, b.sides);
}
bool Agree(const OccludedShare& a, const OccludedShare& b) {
  return a.object == b.object && Agree(a.share, b.share);
}

std::string TextOf(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.12g", value);
  return text;
}
std::string TextOf(int value) { return std::to_string(value); }
template <typename T, size_t N>
std::string TextOf(const std::array<T, N>& values) {
  std::string text = "[";
  for (size_t i = 0; i < N; ++i) {
    if (i > 0) text += ", ";
    text += TextOf(values[i]);
  }
  return text += "]";
}
std::string TextOf(const DistanceRatio& ratio) {
  return TextOf(ratio.first)
      .append("/")
      .append(TextOf(ratio.second))
      .append(" = ")
      .append(TextOf(ratio.ratio));
}
std::string TextOf(const TriangleRatios& ratios) {
  return TextOf(ratios.objects).append(": ").append(TextOf(ratios.sides));
}
std::string TextOf(const OccludedShare& occluded) {
  return TextOf(occluded.object).append(": ").append(TextOf(occluded.share));
}

/// Appends to `difference` unless it says something already.
template <typename T>
void Compare(const std::string& key, const std::vector<T>& found, const std::vector<T>& expected,
             std::string& difference) {
  if (!difference.empty()) return;
  for (size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
    if (Agree(found[i], expected[i])) continue;
    difference = key;
    difference.append("[").append(std::to_string(i)).append("]: found ").append(TextOf(found[i]));
    difference.append(", expected ").append(TextOf(expected[i]));
    return;
  }
  if (found.size() == expected.size()) return;
  difference = key;
  difference.append(": found ").append(std::to_string(found.size()));
  difference.append(" entries, expected ").append(std::to_string(expected.size()));
}

}  // namespace

std::string FirstDifference(const Constraints& found, const Constraints& expected) {
  std::string difference;
  Compare("distance_ratios", found.distance_ratios, expected.distance_ratios, difference);
  Compare("triangle_ratios", found.triangle_ratios, expected.triangle_ratios, difference);
  Compare("support", found.support, expected.support, difference);
  Compare("containment", found.containment, expected.containment, difference);
  Compare("adjacency", found.adjacency, expected.adjacency, difference);
  if (difference.empty() && found.views.size() != expected.views.size())
    difference.append("views: found ")
        .append(std::to_string(found.views.size()))
        .append(" entries, expected ")
        .append(std::to_string(expected.views.size()));
  for (size_t i = 0; i < std::min(found.views.size(), expected.views.size()); ++i) {
    std::string key = "views[";
    key.append(std::to_string(i)).append("].");
    Compare(key + "left_to_right", found.views[i].left_to_right, expected.views[i].left_to_right, difference);
    Compare(key + "near_to_far", found.views[i].near_to_far, expected.views[i].near_to_far, difference);
    Compare(key + "occlusion", found.views[i].occlusion, expected.views[i].occlusion, difference);
  }
  return difference;
}

}  // namespace isogs::synthetic
