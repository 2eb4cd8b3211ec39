// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/scatter_plot.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace isogs {
namespace {

constexpr double kWidth = 340.0, kHeight = 240.0;
constexpr double kLeft = 62.0, kRight = 12.0, kTop = 26.0, kBottom = 42.0;
constexpr int kTicks = 5;  // about

/// From values to pixels.
struct Axis {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double from = 0.0;  // pixels of low and high
  double to = 1.0;

  void Include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void Widen() {
    if (!(low <= high)) low = 0.0, high = 1.0;
    const double margin = high > low ? 0.06 * (high - low) : std::max(0.05 * std::abs(high), 1e-9);
    low -= margin;
    high += margin;
  }
  double operator()(double value) const { return from + (to - from) * (value - low) / (high - low); }
  /// Multiples of 1, 2 or 5 times a power of ten.
  std::vector<double> Ticks() const {
    const double rough = (high - low) / kTicks;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {5.0, 2.0, 1.0}) {
      if (factor * power >= rough) step = factor * power;
    }
    std::vector<double> ticks;
    const auto last = static_cast<int64_t>(std::floor(high / step));
    for (auto tick = static_cast<int64_t>(std::ceil(low / step)); tick <= last; ++tick) {
      ticks.push_back(static_cast<double>(tick) * step);
    }
    return ticks;
  }
};

std::string Text(double x, double y, const std::string& anchor, const std::string& text,
                 const std::string& more = "") {
  return fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='{}' {}>{}</text>\n", x, y, anchor, more,
                     EscapedForHtml(text));
}

std::string Line(double x1, double y1, double x2, double y2, const std::string& kind) {
  return fmt::format("<line x1='{:.1f}' y1='{:.1f}' x2='{:.1f}' y2='{:.1f}' class='{}'/>\n", x1, y1, x2, y2,
                     kind);
}

std::string Ticks(const ScatterPlot& plot, const Axis& x, const Axis& y) {
  std::string svg;
  const double bottom = kHeight - kBottom;
  if (plot.x_names.empty()) {
    for (const double at : x.Ticks()) svg += Text(x(at), bottom + 15, "middle", fmt::format("{:.4g}", at));
  }
  for (size_t i = 0; i < plot.x_names.size(); ++i) {
    svg += Text(x(static_cast<double>(i)), bottom + 15, "middle", plot.x_names[i].substr(0, 12));
  }
  for (const double at : y.Ticks()) {
    svg += Line(kLeft, y(at), kWidth - kRight, y(at), "grid");
    svg += Text(kLeft - 5, y(at) + 4, "end", fmt::format("{:.5g}", at));
  }
  return svg;
}

}  // namespace

std::string EscapedForHtml(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string ToSvg(const ScatterPlot& plot) {
  Axis x{.from = kLeft, .to = kWidth - kRight};
  Axis y{.from = kHeight - kBottom, .to = kTop};
  for (const PlotPoint& point : plot.points) {
    x.Include(point.x);
    for (const double value : {point.y, point.low, point.high}) y.Include(value);
  }
  x.Widen();
  y.Widen();
  std::string svg =
      fmt::format("<svg viewBox='0 0 {0:.0f} {1:.0f}' width='{0:.0f}' height='{1:.0f}'>\n", kWidth, kHeight);
  svg += Text(kWidth / 2, 16, "middle", plot.title, "class='title'");
  svg += Ticks(plot, x, y);
  svg += Line(kLeft, kHeight - kBottom, kWidth - kRight, kHeight - kBottom, "axis");
  svg += Line(kLeft, kTop, kLeft, kHeight - kBottom, "axis");
  svg += Text((kLeft + kWidth - kRight) / 2, kHeight - 8, "middle", plot.x_title);
  svg += Text(0, 0, "middle", plot.y_title,
              fmt::format("transform='translate(12,{:.1f}) rotate(-90)'", (kTop + kHeight - kBottom) / 2));
  std::string path;
  for (const PlotPoint& point : plot.line) {
    path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "M" : " L", x(point.x), y(point.y));
  }
  if (plot.line.size() > 1) svg += "<path d='" + path + "' class='line'/>\n";
  for (const PlotPoint& point : plot.points) {
    if (point.high > point.low) svg += Line(x(point.x), y(point.low), x(point.x), y(point.high), "spread");
    svg += fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='3.5'><title>{}</title></circle>\n", x(point.x),
                       y(point.y), EscapedForHtml(point.label));
  }
  return svg + "</svg>\n";
}

}  // namespace isogs
