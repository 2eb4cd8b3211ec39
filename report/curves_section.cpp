// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "report/sections.h"
#include "shared/page/thinning.h"

namespace isogs {
namespace {

constexpr double kCurveWidth = 440.0, kCurveHeight = 250.0;

using Getter = std::function<double(const FrameFigures&)>;

Plot CurvePlot(const char* title, const char* unit) {
  return {.title = title, .x_title = "frame", .y_title = unit, .width = kCurveWidth, .height = kCurveHeight};
}

/// Frames that have the figure, joined.
std::vector<PlotPoint> PointsOf(const FrameSeries& series, const Getter& get) {
  std::vector<PlotPoint> points;
  for (const FrameFigures& frame : series.frames) {
    if (const double value = get(frame); std::isfinite(value)) {
      points.push_back({static_cast<double>(frame.frame), value});
    }
  }
  return ThinnedCurve(points);
}

std::string OverFrames(std::span<const ReportedRun> runs, Plot plot, const Getter& get) {
  for (size_t i = 0; i < runs.size(); ++i) {
    PlotCurve curve = CurveOf(runs, i);
    curve.points = PointsOf(runs[i].series, get);
    if (!curve.points.empty()) plot.curves.push_back(std::move(curve));
  }
  return plot.curves.empty() ? "" : ToFigure(plot);
}

/// Positions in the run of the data set's frames.
std::map<int64_t, int64_t> PositionsOf(const FrameSeries& series) {
  std::map<int64_t, int64_t> positions;
  for (const FrameFigures& frame : series.frames) positions[frame.dataset_index] = frame.frame;
  return positions;
}

/// Curves of views: those that were mapped dashed beside the others.
std::string OverViews(std::span<const ReportedRun> runs, Plot plot,
                      const std::function<double(const ViewScore&)>& get) {
  for (size_t i = 0; i < runs.size(); ++i) {
    const std::map<int64_t, int64_t> positions = PositionsOf(runs[i].series);
    for (const bool mapped : {false, true}) {
      if (mapped && runs.size() > 1) continue;  // two curves a run are hard to tell apart
      PlotCurve curve = CurveOf(runs, i);
      if (runs.size() == 1) {
        curve.name = mapped ? "mapped views" : "unseen views";
        curve.color = mapped ? 1 : 0;
        curve.dashed = mapped;
      }
      for (const ViewScore& view : runs[i].views) {
        if (view.mapped != mapped) continue;
        const auto position = positions.find(view.frame);
        const int64_t frame = position == positions.end() ? view.frame : position->second;
        curve.points.push_back({static_cast<double>(frame), get(view)});
      }
      curve.points = ThinnedCurve(curve.points);
      if (!curve.points.empty()) plot.curves.push_back(std::move(curve));
    }
  }
  return plot.curves.empty() ? "" : ToFigure(plot);
}

}  // namespace

PlotCurve CurveOf(std::span<const ReportedRun> runs, size_t run) {
  PlotCurve curve{.color = static_cast<int>(run)};
  if (runs.size() > 1) curve.name = runs[run].name;
  curve.dashed = run / kPlotColors % 2 == 1;
  return curve;
}

std::string CurvesSection(std::span<const ReportedRun> runs) {
  const char* const unseen = runs.size() > 1 ? "PSNR of unseen views" : "PSNR of views";
  const char* const depth = runs.size() > 1 ? "Depth L1 of unseen views" : "Depth L1 of views";
  const std::string plots =
      OverViews(runs, CurvePlot(unseen, "dB"), [](const ViewScore& view) { return view.scores.psnr_db; }) +
      OverViews(runs, CurvePlot(depth, "mm"),
                [](const ViewScore& view) { return 1e3 * view.scores.depth_l1_m; }) +
      OverFrames(runs, CurvePlot("PSNR of the frame when it was mapped", "dB"),
                 [](const FrameFigures& frame) { return frame.mapped_psnr_db; }) +
      OverFrames(runs, CurvePlot("Gaussians", "thousands"),
                 [](const FrameFigures& frame) { return 1e-3 * frame.gaussians; }) +
      OverFrames(runs, CurvePlot("Tracking", "ms a frame"),
                 [](const FrameFigures& frame) { return frame.track_ms; }) +
      OverFrames(runs, CurvePlot("Mapping", "ms a mapped frame"),
                 [](const FrameFigures& frame) { return frame.map_ms; }) +
      OverFrames(runs, CurvePlot("Depth residual of tracking", "mm"),
                 [](const FrameFigures& frame) { return 1e3 * frame.depth_rms_m; });
  return plots.empty() ? "" : "<h2>Over the frames</h2>\n<div class='plots'>\n" + plots + "</div>\n";
}

}  // namespace isogs
