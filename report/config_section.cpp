// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/sections.h"
#include "shared/config/config_fields.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"
#include "shared/core/installation.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

/// base.yaml as it ships, or the structs' defaults, which it repeats.
Config BaseConfig() {
  const PathLookup file = LookUpConfig("base.yaml");
  return file.exists ? LoadConfig(file.path, {}) : Config();
}

std::string TextOf(Config config, const std::string& key) {
  for (const ConfigField& field : ListFields(config)) {
    if (field.key == key) return field.text();
  }
  return "";
}

/// Keys with a value unlike the base's in some run, in the order of the structs.
std::vector<std::string> KeysToShow(std::span<const ReportedRun> runs, const Config& base) {
  std::set<std::string> differing;
  for (const ReportedRun& run : runs) {
    if (!run.config) continue;
    for (const std::string& key : DifferingKeys(base, *run.config)) differing.insert(key);
  }
  Config order = base;
  std::vector<std::string> keys;
  for (const ConfigField& field : ListFields(order)) {
    if (differing.contains(field.key)) keys.push_back(field.key);
  }
  return keys;
}

std::string Differences(std::span<const ReportedRun> runs, const Config& base) {
  const std::vector<std::string> keys = KeysToShow(runs, base);
  if (keys.empty()) return "<p>Every key is as in base.yaml.</p>\n";
  std::string html =
      "<div class='wide'><table><thead><tr><th class='name'>differs</th><th class='name'>base.yaml</th>";
  for (const ReportedRun& run : runs) {
    html +=
        "<th class='name'>" + (runs.size() > 1 ? EscapedForHtml(run.name) : std::string("here")) + "</th>";
  }
  html += "</tr></thead><tbody>\n";
  for (const std::string& key : keys) {
    html += fmt::format("<tr><td class='name'><code>{}</code></td><td class='name'>{}</td>",
                        EscapedForHtml(key), EscapedForHtml(TextOf(base, key)));
    for (const ReportedRun& run : runs) {
      html += "<td class='name'>" + (run.config ? EscapedForHtml(TextOf(*run.config, key)) : "–") + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string ConfigSection(std::span<const ReportedRun> runs) {
  if (std::ranges::none_of(runs, [](const ReportedRun& run) { return run.config.has_value(); })) return "";
  std::string html = "<h2>Configuration</h2>\n" + Differences(runs, BaseConfig());
  for (const ReportedRun& run : runs) {
    if (!run.config) continue;
    html += fmt::format("<details><summary>All keys{}</summary><pre>{}</pre></details>\n",
                        runs.size() > 1 ? " of " + EscapedForHtml(run.name) : "",
                        EscapedForHtml(ToYaml(*run.config)));
  }
  return html;
}

}  // namespace isogs
