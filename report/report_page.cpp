// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/report_page.h"

#include <spdlog/fmt/fmt.h>

#include "jobs/sweep/sweep_page.h"
#include "report/sections.h"
#include "shared/core/version.h"
#include "shared/page/html_text.h"
#include "shared/page/page_frame.h"

namespace isogs {
namespace {

std::string TitleOf(std::span<const ReportedRun> runs) {
  std::string names;
  for (const ReportedRun& run : runs) names.append(names.empty() ? "" : ", ").append(run.name);
  return names;
}

std::string Parts(std::span<const ReportedRun> runs) {
  return TrajectorySection(runs) + CurvesSection(runs) + StagesSection(runs) + StatesSection(runs) +
         PicturesSection(runs);
}

}  // namespace

std::string ReportPage(std::span<const ReportedRun> runs) {
  const std::string title = TitleOf(runs);
  std::string html = PageBegin(title + " – IsoGS");
  html += fmt::format("<h1>{}</h1>\n<p class='faint'>Report of IsoGS {}</p>\n", EscapedForHtml(title),
                      EscapedForHtml(Version()));
  // Of one run the table is narrow: the mesh has room beside it.
  html += runs.size() == 1
              ? "<style>.top { display: grid; gap: 0 30px; grid-template-columns: repeat(auto-fit, "
                "minmax(min(100%, 420px), 1fr)); }</style>\n<div class='top'><section>\n"
              : "<div><section>\n";
  html += SummarySection(runs) + "</section><section>\n" + MeshSection(runs) + "</section></div>\n";
  return html + ConfigSection(runs) + Parts(runs) + PageEnd();
}

std::string SweepReportPage(const SweepResults& results, std::span<const ReportedRun> runs) {
  std::string html = PageBegin("Sweep of " + results.plan.base_config + " – IsoGS");
  html += SweepHead(results) + SweepSections(results);
  if (!runs.empty()) html += "<h2>Runs of the points</h2>\n" + RemarksOf(runs);
  return html + Parts(runs) + PageEnd();
}

}  // namespace isogs
