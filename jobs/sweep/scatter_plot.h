// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace isogs {

/// A place on a plot, with its repeats' range.
struct PlotPoint {
  double x = 0.0;
  double y = 0.0;
  double low = 0.0;
  double high = 0.0;
  std::string label;  ///< shown when the pointer rests on it
};

struct ScatterPlot {
  std::string title;
  std::string x_title;
  std::string y_title;
  std::vector<std::string> x_names = {};  ///< of x = 0, 1, ...; empty: x is a number
  std::vector<PlotPoint> points = {};
  std::vector<PlotPoint> line = {};  ///< joined in their order
};

/// The plot as an SVG element that needs nothing else.
std::string ToSvg(const ScatterPlot& plot);

/// Text between tags of HTML or SVG.
std::string EscapedForHtml(const std::string& text);

}  // namespace isogs
