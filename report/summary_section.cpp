// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "jobs/sweep/sweep_results.h"
#include "report/sections.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

/// A figure as it is shown: times `scale`.
struct ShownFigure {
  const char* name;
  const char* title;
  double scale;
  int decimals;
};

constexpr double kMiB = 1 << 20;
constexpr ShownFigure kFigures[] = {
    {"trajectory.frames", "frames", 1.0, 0},
    {"trajectory.lost", "frames lost", 1.0, 0},
    {"trajectory.ate_rmse_m", "ATE RMSE, mm", 1e3, 2},
    {"trajectory.ate_max_m", "largest error, mm", 1e3, 2},
    {"trajectory.rpe_translation_m", "RPE a frame, mm", 1e3, 3},
    {"trajectory.rpe_rotation_deg", "RPE a frame, degrees", 1.0, 3},
    {"images.unseen.psnr_db", "PSNR unseen views, dB", 1.0, 2},
    {"images.mapped.psnr_db", "PSNR mapped views, dB", 1.0, 2},
    {"images.unseen.ssim", "SSIM unseen views", 1.0, 4},
    {"images.unseen.depth_l1_m", "depth L1 unseen views, cm", 1e2, 2},
    {"mesh.f1_1cm", "mesh F1 at 1 cm", 1.0, 3},
    {"mesh.f1_5cm", "mesh F1 at 5 cm", 1.0, 3},
    {"mesh_fit.unseen.within_2cm", "measured points within 2 cm of the mesh, %", 1e2, 1},
    {"map.gaussians", "Gaussians", 1.0, 0},
    {"map.bytes", "map, MiB", 1.0 / kMiB, 1},
    {"speed.fps", "frames/s", 1.0, 1},
    {"speed.track_ms", "tracking, ms a frame", 1.0, 1},
    {"speed.map_ms", "mapping, ms a mapped frame", 1.0, 0},
    {"speed.peak_rss_bytes", "peak memory, MiB", 1.0 / kMiB, 0},
};

std::optional<double> ValueOf(const ReportedRun& run, const ShownFigure& figure) {
  const auto found = run.figures.find(figure.name);
  if (found == run.figures.end() || !std::isfinite(found->second)) return std::nullopt;
  return found->second * figure.scale;
}

/// Whether the runs read the same frames: only then one is better than another.
bool AreComparable(std::span<const ReportedRun> runs) {
  const auto frames_of = [](const ReportedRun& run) {
    const auto frames = run.figures.find("trajectory.frames");
    return std::pair(run.config ? run.config->dataset.path : "",
                     frames == run.figures.end() ? 0.0 : frames->second);
  };
  return std::ranges::all_of(runs,
                             [&](const ReportedRun& run) { return frames_of(run) == frames_of(runs[0]); });
}

std::string TextOf(double value, const ShownFigure& figure) {
  return fmt::format("{:.{}f}", value, figure.decimals);
}

/// The best value as it is shown; empty where no run is better than another.
std::string BestOf(std::span<const ReportedRun> runs, const ShownFigure& figure) {
  if (figure.name == std::string("trajectory.frames") || !AreComparable(runs)) return "";
  std::vector<double> values;
  for (const ReportedRun& run : runs) {
    if (const auto value = ValueOf(run, figure)) values.push_back(*value);
  }
  if (values.size() < 2) return "";
  const auto [low, high] = std::ranges::minmax(values);
  if (TextOf(low, figure) == TextOf(high, figure)) return "";
  return TextOf(MoreIsBetter(figure.name) ? high : low, figure);
}

std::string Cell(const ReportedRun& run, const ShownFigure& figure, const std::string& best) {
  const auto value = ValueOf(run, figure);
  if (!value) return "<td>–</td>";
  const std::string text = TextOf(*value, figure);
  return text == best ? "<td class='best'>" + text + " ★</td>" : "<td>" + text + "</td>";
}

}  // namespace

std::string RemarksOf(std::span<const ReportedRun> runs) {
  std::string items;
  for (const ReportedRun& run : runs) {
    for (const std::string& remark : run.remarks) {
      items += fmt::format("<li>{}{}</li>\n", runs.size() > 1 ? EscapedForHtml(run.name) + ": " : "",
                           EscapedForHtml(remark));
    }
  }
  return items.empty() ? "" : "<ul class='faint'>\n" + items + "</ul>\n";
}

std::string SummarySection(std::span<const ReportedRun> runs) {
  std::string rows;
  for (const ShownFigure& figure : kFigures) {
    if (std::ranges::none_of(runs, [&](const ReportedRun& run) { return ValueOf(run, figure).has_value(); }))
      continue;
    const std::string best = BestOf(runs, figure);
    rows += fmt::format("<tr><td class='name'>{}</td>", figure.title);
    for (const ReportedRun& run : runs) rows += Cell(run, figure, best);
    rows += "</tr>\n";
  }
  std::string html = "<h2>Summary</h2>\n";
  if (!rows.empty()) {
    html += "<div class='wide'><table><thead><tr><th class='name'>figure</th>";
    for (const ReportedRun& run : runs) {
      html += "<th>" + (runs.size() > 1 ? EscapedForHtml(run.name) : std::string("value")) + "</th>";
    }
    html += "</tr></thead><tbody>\n" + rows + "</tbody></table></div>\n";
  }
  if (runs.size() > 1) {
    html += AreComparable(runs)
                ? "<p class='faint'>★: the best of a row.</p>\n"
                : "<p class='faint'>The runs read different frames: none is marked as the best.</p>\n";
  }
  return html + RemarksOf(runs);
}

}  // namespace isogs
