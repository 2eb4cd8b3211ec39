// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "report/sections.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

std::string RowOf(const StageRow& row) {
  if (row.calls == 0) {  // a thread
    return "<tr><td class='name' colspan='5'><b>" + EscapedForHtml(row.name) + "</b></td></tr>\n";
  }
  return fmt::format(
      "<tr><td class='name' "
      "style='padding-left:{:.1f}em'>{}</td><td>{}</td><td>{:.2f}</td><td>{:.3f}</td><td "
      "class='name'><i class='bar c0' style='width:{:.1f}em'></i> {:.1f} %</td></tr>\n",
      0.7 + 1.2 * row.level, EscapedForHtml(row.name), row.calls, 1e-3 * row.total_ms,
      row.total_ms / static_cast<double>(row.calls), 10.0 * std::clamp(row.share, 0.0, 1.0), 1e2 * row.share);
}

}  // namespace

std::string StagesSection(std::span<const ReportedRun> runs) {
  std::string html;
  for (const ReportedRun& run : runs) {
    if (run.stages.empty()) continue;
    html += "<details" + std::string(runs.size() == 1 ? " open" : "") + "><summary>" +
            EscapedForHtml(run.name) +
            "</summary>\n<div class='wide'><table><thead><tr><th "
            "class='name'>stage</th><th>calls</th><th>s</th><th>ms a "
            "call</th><th class='name'>of all</th></tr></thead><tbody>\n";
    for (const StageRow& row : run.stages) html += RowOf(row);
    html += "</tbody></table></div></details>\n";
  }
  if (html.empty()) return "";
  return "<style>.bar { display: inline-block; height: .7em; min-width: 1px; } </style>\n<h2>Where time "
         "went</h2>\n"
         "<p class='faint'>Of the profile (isogs slam --profile), stages of 0.5 % and more.</p>\n" +
         html;
}

}  // namespace isogs
