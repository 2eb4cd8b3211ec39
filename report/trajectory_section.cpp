// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

#include "report/sections.h"
#include "shared/page/html_text.h"
#include "shared/page/thinning.h"

namespace isogs {
namespace {

constexpr double kPlanWidth = 440.0, kPlanHeight = 330.0;
constexpr double kLeastStepShare = 0.002;  // of the way's extent: half a pixel

/// Points along two directions, without those that nobody could tell apart.
std::vector<PlotPoint> Projected(const std::vector<Eigen::Vector3d>& points, const Eigen::Vector3d& right,
                                 const Eigen::Vector3d& up) {
  std::vector<PlotPoint> projected;
  projected.reserve(points.size());
  PlotPoint low{1e300, 1e300}, high{-1e300, -1e300};
  for (const Eigen::Vector3d& point : points) {
    projected.push_back({right.dot(point), up.dot(point)});
    low = {std::min(low.x, projected.back().x), std::min(low.y, projected.back().y)};
    high = {std::max(high.x, projected.back().x), std::max(high.y, projected.back().y)};
  }
  if (projected.empty()) return projected;
  return ThinnedWay(projected, kLeastStepShare * std::max(high.x - low.x, high.y - low.y));
}

/// Positions in `runs` of those that read the same data set, which have one truth.
std::map<std::string, std::vector<size_t>> ByDataset(std::span<const ReportedRun> runs) {
  std::map<std::string, std::vector<size_t>> groups;
  for (size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].path || runs[i].path->estimate.empty()) continue;
    const std::string dataset = runs[i].config ? runs[i].config->dataset.path : "";
    groups[dataset.empty() ? runs[i].folder.string() : dataset].push_back(i);
  }
  return groups;
}

std::string ViewsOfPath(std::span<const ReportedRun> runs, const std::vector<size_t>& group) {
  const PlanAxes axes = PlanAxesOf(runs[group.front()].path->up);
  Plot top{.title = "From above", .x_title = axes.right_name + ", m", .y_title = axes.ahead_name + ", m"};
  Plot side{.title = "From the side", .x_title = axes.right_name + ", m", .y_title = axes.up_name + ", m"};
  const auto longest =
      std::ranges::max_element(group, {}, [&](size_t i) { return runs[i].path->truth.size(); });
  const std::vector<Eigen::Vector3d>& truth = runs[*longest].path->truth;
  for (auto& [plot, up] : {std::pair(&top, axes.ahead), std::pair(&side, axes.up)}) {
    plot->equal_scales = true;
    plot->width = kPlanWidth;
    plot->height = kPlanHeight;
    if (!truth.empty()) {
      plot->curves.push_back(
          {.name = "truth", .color = kTruthColor, .points = Projected(truth, axes.right, up)});
    }
    for (const size_t i : group) {
      PlotCurve curve = CurveOf(runs, i);
      if (runs.size() == 1) curve.name = truth.empty() ? "estimate" : "estimate, aligned";
      curve.points = Projected(runs[i].path->estimate, axes.right, up);
      plot->curves.push_back(std::move(curve));
    }
  }
  return ToFigure(top) + ToFigure(side);
}

std::string Errors(std::span<const ReportedRun> runs) {
  Plot plot{.title = "Error of the position after alignment", .x_title = "frame", .y_title = "mm"};
  plot.y_from_zero = true;
  plot.width = kPlanWidth;
  plot.height = kPlanHeight;
  for (size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].path || runs[i].path->errors_mm.empty()) continue;
    PlotCurve curve = CurveOf(runs, i);
    curve.points = ThinnedCurve(runs[i].path->errors_mm);
    plot.curves.push_back(std::move(curve));
  }
  return plot.curves.empty() ? "" : ToFigure(plot);
}

}  // namespace

std::string TrajectorySection(std::span<const ReportedRun> runs) {
  const auto groups = ByDataset(runs);
  if (groups.empty()) return "";
  std::string html = "<h2>Trajectory</h2>\n<div class='plots'>\n";
  for (const auto& [dataset, group] : groups) {
    if (groups.size() > 1) html += "<h3>" + EscapedForHtml(dataset) + "</h3>\n";
    html += ViewsOfPath(runs, group);
  }
  return html + Errors(runs) + "</div>\n";
}

}  // namespace isogs
