// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/state_strip.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "shared/page/html_text.h"
#include "shared/page/plot_axis.h"

namespace isogs {
namespace {

constexpr double kWidth = 880.0, kMargin = 12.0, kRow = 34.0, kStrip = 14.0, kTickRoom = 24.0;

constexpr const char* kStyle =
    "<style>.tracking { fill: var(--good); background: var(--good); } .uncertain { fill: var(--fair); "
    "background: "
    "var(--fair); } .lost { fill: var(--bad); background: var(--bad); } .loop { fill: var(--text); } "
    ".key i.square { height: 10px; width: 10px; }</style>\n";

/// The worst state of each pixel's frames; -1: no frame.
std::vector<int> StatesOfPixels(const FrameSeries& series, const PlotAxis& x) {
  std::vector<int> states(static_cast<size_t>(kWidth), -1);
  for (const FrameFigures& frame : series.frames) {
    const double at = static_cast<double>(frame.frame);
    const auto last = std::min(static_cast<size_t>(std::max(x(at + 1.0), 0.0)), states.size());
    for (auto pixel = static_cast<size_t>(x(at)); pixel < std::max(last, static_cast<size_t>(x(at)) + 1);
         ++pixel) {
      if (pixel < states.size()) states[pixel] = std::max(states[pixel], static_cast<int>(frame.state));
    }
  }
  return states;
}

std::string Strip(const ReportedRun& run, const PlotAxis& x, double top) {
  std::string svg =
      fmt::format("<text x='{}' y='{}'>{}</text>\n", kMargin, top - 4, EscapedForHtml(run.name));
  const std::vector<int> states = StatesOfPixels(run.series, x);
  for (size_t begin = 0, end = 0; begin < states.size(); begin = end) {
    while (end < states.size() && states[end] == states[begin]) ++end;
    if (states[begin] < 0) continue;
    const char* const name = ToString(static_cast<TrackingState>(states[begin]));
    svg += fmt::format("<rect x='{}' y='{}' width='{}' height='{}' class='{}'><title>{}</title></rect>\n",
                       begin, top, end - begin, kStrip, name, name);
  }
  for (const LoopEvent& loop : run.series.loops) {
    if (loop.outcome != "closed") continue;
    svg += fmt::format(
        "<circle cx='{:.1f}' cy='{}' r='4' class='loop'><title>frame {}: loop to {} closed"
        "</title></circle>\n",
        x(static_cast<double>(loop.frame)), top + kStrip / 2, loop.frame, loop.to);
  }
  return svg;
}

}  // namespace

std::string StateStrips(std::span<const ReportedRun> runs) {
  PlotAxis x{.low = 0.0, .high = 1.0, .from = kMargin, .to = kWidth - kMargin};
  for (const ReportedRun& run : runs) {
    if (!run.series.frames.empty()) x.Include(static_cast<double>(run.series.frames.back().frame) + 1.0);
  }
  const double height = kRow * static_cast<double>(runs.size()) + kTickRoom;
  std::string svg = fmt::format(
      "{0}<figure><svg viewBox='0 0 {1} {2}' width='{1}' height='{2}' role='img' "
      "aria-label='States over the frames'>\n",
      kStyle, kWidth, height);
  for (size_t i = 0; i < runs.size(); ++i) {
    svg += Strip(runs[i], x, kRow * static_cast<double>(i) + kRow - kStrip);
  }
  for (const double tick : x.Ticks()) {
    svg += fmt::format("<text x='{:.1f}' y='{}' text-anchor='middle'>{:.6g}</text>\n", x(tick), height - 8,
                       tick);
  }
  return svg +
         "</svg><figcaption><span class='key'><i class='square tracking'></i>tracking</span><span "
         "class='key'><i "
         "class='square uncertain'></i>uncertain</span><span class='key'><i class='square "
         "lost'></i>lost</span>"
         "<span class='key'>● loop closed</span><span class='key'>over frames</span></figcaption></figure>\n";
}

}  // namespace isogs
