// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "report/sections.h"
#include "report/state_strip.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

constexpr size_t kMostRows = 40;  // of a run's events

std::array<int64_t, 3> CountStates(const FrameSeries& series) {
  std::array<int64_t, 3> counts = {};
  for (const FrameFigures& frame : series.frames) ++counts[static_cast<size_t>(frame.state)];
  return counts;
}

/// Why frames were in doubt, the most frequent reason first.
std::string DoubtsOf(const FrameSeries& series) {
  std::map<std::string, int64_t> times;
  for (const FrameFigures& frame : series.frames) {
    if (!frame.doubt.empty()) ++times[frame.doubt];
  }
  std::vector<std::pair<int64_t, std::string>> order;
  order.reserve(times.size());
  for (const auto& [doubt, count] : times) order.emplace_back(-count, doubt);
  std::ranges::sort(order);
  std::string text;
  for (const auto& [count, doubt] : order) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", doubt, -count);
  }
  return text.empty() ? "–" : text;
}

std::string CountsTable(std::span<const ReportedRun> runs) {
  std::string html =
      "<div class='wide'><table><thead><tr><th class='name'>run</th><th>tracking</th><th>uncertain</th>"
      "<th>lost</th><th class='name'>doubts</th><th>loops closed</th></tr></thead><tbody>\n";
  for (const ReportedRun& run : runs) {
    const auto counts = CountStates(run.series);
    const auto closed = std::ranges::count(run.series.loops, "closed", &LoopEvent::outcome);
    html += fmt::format(
        "<tr><td class='name'>{}</td><td>{}</td><td>{}</td><td>{}</td><td "
        "class='name'>{}</td><td>{}</td></tr>\n",
        EscapedForHtml(run.name), counts[0], counts[1], counts[2], EscapedForHtml(DoubtsOf(run.series)),
        closed);
  }
  return html + "</tbody></table></div>\n";
}

std::string MoreRows(size_t rows) {
  return rows > kMostRows
             ? fmt::format("<p class='faint'>and {} more in metrics.jsonl</p>\n", rows - kMostRows)
             : "";
}

std::string LoopsTable(const ReportedRun& run) {
  const std::vector<LoopEvent>& loops = run.series.loops;
  if (loops.empty()) return "";
  std::string html = fmt::format(
      "<h3>Places seen again: {}</h3>\n<div class='wide'><table class='sorts'><thead><tr><th>frame</th>"
      "<th class='name'>outcome</th><th>from</th><th>to</th><th>way, m</th><th>off by, mm</th><th>moved at "
      "most, mm</th></tr></thead><tbody>\n",
      EscapedForHtml(run.name));
  for (size_t i = 0; i < std::min(loops.size(), kMostRows); ++i) {
    const LoopEvent& loop = loops[i];
    html += fmt::format(
        "<tr><td>{}</td><td "
        "class='name'>{}</td><td>{}</td><td>{}</td><td>{:.2f}</td><td>{:.1f}</td><td>{:.1f}"
        "</td></tr>\n",
        loop.frame, EscapedForHtml(loop.outcome), loop.from, loop.to, loop.way_m, 1e3 * loop.gap_m,
        1e3 * loop.moved_m);
  }
  return html + "</tbody></table></div>\n" + MoreRows(loops.size());
}

std::string TakenBackTable(const ReportedRun& run) {
  const std::vector<TakenBackEvent>& events = run.series.taken_back;
  if (events.empty()) return "";
  std::string html = fmt::format(
      "<h3>Taken back: {}</h3>\n<div class='wide'><table><thead><tr><th>frame</th><th>keyframes</th>"
      "<th>Gaussians</th><th>off by, mm</th></tr></thead><tbody>\n",
      EscapedForHtml(run.name));
  for (size_t i = 0; i < std::min(events.size(), kMostRows); ++i) {
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.1f}</td></tr>\n", events[i].frame,
                        events[i].keyframes, events[i].gaussians, 1e3 * events[i].off_m);
  }
  return html + "</tbody></table></div>\n" + MoreRows(events.size());
}

}  // namespace

std::string StatesSection(std::span<const ReportedRun> runs) {
  if (std::ranges::all_of(runs, [](const ReportedRun& run) { return run.series.frames.empty(); })) return "";
  std::string html = "<h2>States and loops</h2>\n" + StateStrips(runs) + CountsTable(runs);
  for (const ReportedRun& run : runs) html += LoopsTable(run) + TakenBackTable(run);
  return html;
}

}  // namespace isogs
