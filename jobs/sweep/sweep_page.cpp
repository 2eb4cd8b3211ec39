// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_page.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

#include "shared/core/text.h"
#include "shared/page/html_text.h"
#include "shared/page/page_frame.h"
#include "shared/page/plot.h"

namespace isogs {
namespace {

constexpr const char* kSpeed = "speed.fps";
constexpr const char* kQuality = "images.unseen.psnr_db";

/// A metric that is shown, times `scale`.
struct Shown {
  std::string metric;
  std::string title;
  double scale = 1.0;
};

const std::vector<Shown> kShown = {{kQuality, "PSNR of unseen views, dB"},
                                   {"images.unseen.depth_l1_m", "depth L1 of unseen views, mm", 1e3},
                                   {"trajectory.ate_rmse_m", "ATE, mm", 1e3},
                                   {"map.gaussians", "Gaussians, thousands", 1e-3},
                                   {kSpeed, "frames/s"},
                                   {"speed.peak_rss_bytes", "memory, MiB", 1.0 / (1 << 20)}};

bool Has(const SweepResults& results, const std::string& metric) {
  return std::ranges::find(results.metrics, metric) != results.metrics.end();
}

/// Points that no other beats in both speed and quality, slowest first.
std::vector<PlotPoint> ParetoFront(const std::vector<PlotDot>& dots) {
  std::vector<PlotPoint> points;
  points.reserve(dots.size());
  for (const PlotDot& dot : dots) points.push_back({dot.x, dot.y});
  std::ranges::sort(
      points, [](const PlotPoint& a, const PlotPoint& b) { return a.x != b.x ? a.x > b.x : a.y > b.y; });
  std::vector<PlotPoint> front;
  for (const PlotPoint& point : points) {
    if (front.empty() || point.y > front.back().y) front.push_back(point);
  }
  std::ranges::reverse(front);
  return front;
}

std::string SpeedAgainstQuality(const SweepResults& results) {
  Plot plot{.title = "Quality against speed", .x_title = "frames/s", .y_title = "PSNR of unseen views, dB"};
  for (const int64_t point : results.Ranked(kQuality)) {
    const Spread speed = results.Of(point, kSpeed), quality = results.Of(point, kQuality);
    if (speed.runs == 0 || quality.runs == 0) continue;
    plot.dots.push_back({speed.mean, quality.mean, quality.low, quality.high, results.plan.Describe(point)});
  }
  plot.curves.push_back({.color = 1, .points = ParetoFront(plot.dots)});
  return ToFigure(plot);
}

Spread Scaled(Spread spread, double scale) {
  spread.mean *= scale;
  spread.low *= scale;
  spread.high *= scale;
  return spread;
}

/// A metric over the values of one variable: all points, and the line of their means.
std::string AgainstVariable(const SweepResults& results, size_t variable, const Shown& shown) {
  const SweepVariable& of = results.plan.variables[variable];
  Plot plot{.title = shown.title, .x_title = of.key, .y_title = ""};
  const bool numeric =
      std::ranges::all_of(of.values, [](const auto& value) { return ParseReal<double>(value).has_value(); });
  if (!numeric) plot.x_names = of.values;
  std::map<double, std::pair<double, int>> means;
  for (const int64_t point : results.Ranked(shown.metric)) {
    const Spread spread = Scaled(results.Of(point, shown.metric), shown.scale);
    if (spread.runs == 0) continue;
    const std::string value = results.plan.ValuesOf(point)[variable];
    const auto place = std::ranges::find(of.values, value) - of.values.begin();
    const double x = numeric ? ParseReal<double>(value).value_or(0.0) : static_cast<double>(place);
    plot.dots.push_back({x, spread.mean, spread.low, spread.high, results.plan.Describe(point)});
    means[x].first += spread.mean;
    ++means[x].second;
  }
  PlotCurve line{.color = 1};
  for (const auto& [x, mean] : means) line.points.push_back({x, mean.first / mean.second});
  plot.curves.push_back(std::move(line));
  return ToFigure(plot);
}

std::string Table(const SweepResults& results) {
  std::vector<Shown> columns = kShown;
  std::erase_if(columns, [&](const Shown& shown) { return !Has(results, shown.metric); });
  std::string html = "<div class='wide'><table class='sorts'><thead><tr><th>point</th>";
  for (const SweepVariable& variable : results.plan.variables) {
    html += "<th>" + EscapedForHtml(variable.key) + "</th>";
  }
  for (const Shown& shown : columns) html += "<th>" + EscapedForHtml(shown.title) + "</th>";
  html += "<th>runs</th></tr></thead><tbody>\n";
  for (const int64_t point : results.Ranked(kQuality)) {
    html += fmt::format("<tr><td>{}</td>", point);
    for (const std::string& value : results.plan.ValuesOf(point)) {
      html += "<td>" + EscapedForHtml(value) + "</td>";
    }
    int64_t runs = 0;
    for (const Shown& shown : columns) {
      const Spread spread = Scaled(results.Of(point, shown.metric), shown.scale);
      runs = std::max(runs, spread.runs);
      const std::string half =
          spread.runs > 1 ? fmt::format(" &plusmn; {:.2g}", (spread.high - spread.low) / 2) : "";
      html += spread.runs == 0
                  ? "<td></td>"
                  : fmt::format("<td data-value='{}'>{:.5g}{}</td>", spread.mean, spread.mean, half);
    }
    html += fmt::format("<td>{}</td></tr>\n", runs);
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string SweepSections(const SweepResults& results) {
  std::string html;
  if (Has(results, kSpeed) && Has(results, kQuality)) {
    html +=
        "<h2>Speed and quality</h2>\n<p>The line joins the points that no other beats in both.</p>\n<div "
        "class='plots'>" +
        SpeedAgainstQuality(results) + "</div>\n";
  }
  for (size_t variable = 0; variable < results.plan.variables.size(); ++variable) {
    if (results.plan.variables[variable].values.size() < 2) continue;
    html += "<h2>" + EscapedForHtml(results.plan.variables[variable].key) +
            "</h2>\n<p>A dot is a point, its bar the range of its repeats; the line joins means.</p>\n<div "
            "class='plots'>";
    for (const Shown& shown : kShown) {
      if (Has(results, shown.metric)) html += AgainstVariable(results, variable, shown);
    }
    html += "</div>\n";
  }
  return html + "<h2>All points</h2>\n" + Table(results);
}

std::string SweepHead(const SweepResults& results) {
  return fmt::format("<h1>Sweep of {}</h1>\n<p>{} of {} runs, {} points, {} repeats each.</p>\n",
                     EscapedForHtml(results.plan.base_config), results.runs.size(), results.plan.items(),
                     results.plan.points(), results.plan.repeats);
}

std::string ToHtml(const SweepResults& results) {
  return PageBegin("Sweep of " + results.plan.base_config) + SweepHead(results) + SweepSections(results) +
         PageEnd();
}

}  // namespace isogs
