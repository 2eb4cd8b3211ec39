// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/page/plot.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "shared/page/html_text.h"
#include "shared/page/plot_axis.h"

namespace isogs {
namespace {

constexpr double kLeft = 62.0, kRight = 12.0, kTop = 26.0, kBottom = 42.0;
constexpr size_t kMostNameBytes = 12;

struct Axes {
  PlotAxis x, y;
};

Axes AxesOf(const Plot& plot) {
  Axes axes{.x = {.from = kLeft, .to = plot.width - kRight},
            .y = {.from = plot.height - kBottom, .to = kTop}};
  const auto include = [&](double x, double y) {
    if (!std::isfinite(y)) return;
    axes.x.Include(x);
    axes.y.Include(y);
  };
  for (const PlotDot& dot : plot.dots) {
    for (const double y : {dot.y, dot.low, dot.high}) include(dot.x, y);
  }
  for (const PlotCurve& curve : plot.curves) {
    for (const PlotPoint& point : curve.points) include(point.x, point.y);
  }
  if (plot.y_from_zero) axes.y.Include(0.0);
  axes.x.Widen();
  axes.y.Widen();
  if (plot.equal_scales) MakeScalesEqual(&axes.x, &axes.y);
  return axes;
}

std::string Text(double x, double y, const std::string& anchor, const std::string& text,
                 const std::string& more = "") {
  return fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='{}' {}>{}</text>\n", x, y, anchor, more,
                     EscapedForHtml(text));
}

std::string Line(double x1, double y1, double x2, double y2, const std::string& kind) {
  return fmt::format("<line x1='{:.1f}' y1='{:.1f}' x2='{:.1f}' y2='{:.1f}' class='{}'/>\n", x1, y1, x2, y2,
                     kind);
}

std::string ColorClass(int color) { return color < 0 ? "truth" : fmt::format("c{}", color % kPlotColors); }

std::string Ticks(const Plot& plot, const Axes& axes) {
  std::string svg;
  const double bottom = plot.height - kBottom;
  if (plot.x_names.empty()) {
    for (const double at : axes.x.Ticks()) {
      svg += Text(axes.x(at), bottom + 15, "middle", fmt::format("{:.5g}", at));
    }
  }
  for (size_t i = 0; i < plot.x_names.size(); ++i) {
    svg += Text(axes.x(static_cast<double>(i)), bottom + 15, "middle",
                plot.x_names[i].substr(0, kMostNameBytes));
  }
  for (const double at : axes.y.Ticks()) {
    svg += Line(kLeft, axes.y(at), plot.width - kRight, axes.y(at), "grid");
    svg += Text(kLeft - 5, axes.y(at) + 4, "end", fmt::format("{:.5g}", at));
  }
  return svg;
}

std::string Frame(const Plot& plot, const Axes& axes) {
  const double bottom = plot.height - kBottom, right = plot.width - kRight;
  std::string svg = Text(plot.width / 2, 16, "middle", plot.title, "class='title'");
  svg += Ticks(plot, axes);
  svg += Line(kLeft, bottom, right, bottom, "axis");
  svg += Line(kLeft, kTop, kLeft, bottom, "axis");
  svg += Text((kLeft + right) / 2, plot.height - 8, "middle", plot.x_title);
  svg += Text(0, 0, "middle", plot.y_title,
              fmt::format("transform='translate(12,{:.1f}) rotate(-90)'", (kTop + bottom) / 2));
  return svg;
}

std::string Path(const PlotCurve& curve, const Axes& axes) {
  std::string path;
  bool begun = false;
  for (const PlotPoint& point : curve.points) {
    if (std::isfinite(point.x) && std::isfinite(point.y)) {
      path += fmt::format("{}{:.1f},{:.1f}", begun ? "L" : "M", axes.x(point.x), axes.y(point.y));
      begun = true;
    } else {
      begun = false;
    }
  }
  if (path.empty()) return "";
  return fmt::format("<path d='{}' class='curve {}{}' data-name='{}'/>\n", path, ColorClass(curve.color),
                     curve.dashed ? " dashed" : "", EscapedForHtml(curve.name));
}

std::string Dot(const PlotDot& dot, const Axes& axes) {
  const std::string color = ColorClass(dot.color);
  const double x = axes.x(dot.x);
  std::string svg;
  if (dot.high > dot.low) svg += Line(x, axes.y(dot.low), x, axes.y(dot.high), "spread " + color);
  return svg + fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='3.5' class='{}'><title>{}</title></circle>\n",
                           x, axes.y(dot.y), color, EscapedForHtml(dot.label));
}

/// What the page's script needs to say the values under the pointer.
std::string HoverData(const Plot& plot, const Axes& axes) {
  if (!plot.x_names.empty() || plot.curves.empty()) return "";
  return fmt::format(" data-x='{:.9g} {:.9g} {} {}' data-y='{:.9g} {:.9g} {} {}'{}", axes.x.low, axes.x.high,
                     axes.x.from, axes.x.to, axes.y.low, axes.y.high, axes.y.from, axes.y.to,
                     plot.equal_scales ? " data-plane='1'" : "");
}

}  // namespace

std::string ToSvg(const Plot& plot) {
  const Axes axes = AxesOf(plot);
  std::string svg = fmt::format(
      "<svg viewBox='0 0 {0:.0f} {1:.0f}' width='{0:.0f}' height='{1:.0f}' role='img' "
      "aria-label='{2}'{3}>\n",
      plot.width, plot.height, EscapedForHtml(plot.title), HoverData(plot, axes));
  svg += Frame(plot, axes);
  for (const PlotCurve& curve : plot.curves) svg += Path(curve, axes);
  for (const PlotDot& dot : plot.dots) svg += Dot(dot, axes);
  return svg + "</svg>\n";
}

std::string ToFigure(const Plot& plot) {
  std::string legend;
  for (const PlotCurve& curve : plot.curves) {
    if (curve.name.empty()) continue;
    legend += fmt::format("<span class='key'><i class='{}{}'></i>{}</span>\n", ColorClass(curve.color),
                          curve.dashed ? " dashed" : "", EscapedForHtml(curve.name));
  }
  std::string html = "<figure>\n" + ToSvg(plot);
  if (!legend.empty()) html += "<figcaption>" + legend + "</figcaption>";
  return html + "</figure>\n";
}

}  // namespace isogs
