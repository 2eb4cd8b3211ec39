// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace isogs {

/// A place on a plot.
struct PlotPoint {
  double x = 0.0;
  double y = 0.0;  ///< not finite: a gap in a curve
};

/// A dot, with its repeats' range.
struct PlotDot {
  double x = 0.0;
  double y = 0.0;
  double low = 0.0;
  double high = 0.0;
  std::string label = {};  ///< shown when the pointer rests on it
  int color = 0;
};

/// Points joined in their order.
struct PlotCurve {
  std::string name = {};  ///< in the legend; empty: not in it
  int color = 0;          ///< of the page's colours, see kPlotColors
  std::vector<PlotPoint> points = {};
  bool dashed = false;
};

/// Colours that a page gives to curves and dots; more begin anew.
inline constexpr int kPlotColors = 8;
/// Beside these: for what is true or expected.
inline constexpr int kTruthColor = -1;

struct Plot {
  std::string title;
  std::string x_title;
  std::string y_title;
  std::vector<std::string> x_names = {};  ///< of x = 0, 1, ...; empty: x is a number
  std::vector<PlotDot> dots = {};
  std::vector<PlotCurve> curves = {};
  bool equal_scales = false;  ///< a metre is as long on both axes
  bool y_from_zero = false;   ///< 0 is in the picture
  double width = 340.0;
  double height = 240.0;
};

/// The plot as an SVG element that needs nothing but the page's style (page_frame.h).
std::string ToSvg(const Plot& plot);

/// The same with a legend of the curves that have names.
std::string ToFigure(const Plot& plot);

}  // namespace isogs
