// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_results.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "jobs/journal.h"
#include "jobs/sweep/sweep_folder.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/suggestion.h"

namespace isogs {
namespace {

constexpr size_t kTableRows = 30;

/// Columns of a table for people.
const std::vector<std::pair<std::string, std::string>> kShown = {{"images.unseen.psnr_db", "PSNR unseen"},
                                                                 {"images.mapped.psnr_db", "PSNR mapped"},
                                                                 {"images.unseen.depth_l1_m", "depth L1 m"},
                                                                 {"trajectory.ate_rmse_m", "ATE m"},
                                                                 {"map.gaussians", "Gaussians"},
                                                                 {"speed.fps", "frames/s"}};

/// In quotes where a reader of CSV needs them.
std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string Short(double value) {
  return std::abs(value) >= 1e3 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

}  // namespace

bool MoreIsBetter(const std::string& metric) {
  for (const char* name : {"psnr", "ssim", "fps", "f1", "precision", "recall", "density_median"}) {
    if (metric.find(name) != std::string::npos) return true;
  }
  return false;
}

Spread SweepResults::Of(int64_t point, const std::string& metric) const {
  Spread spread{.low = std::numeric_limits<double>::infinity(),
                .high = -std::numeric_limits<double>::infinity()};
  auto run = std::ranges::lower_bound(runs, point, {}, &SweepRun::point);
  for (; run != runs.end() && run->point == point; ++run) {
    const auto found = run->metrics.find(metric);
    if (found == run->metrics.end()) continue;
    spread.mean += found->second;
    spread.low = std::min(spread.low, found->second);
    spread.high = std::max(spread.high, found->second);
    ++spread.runs;
  }
  if (spread.runs == 0) return {};
  spread.mean /= static_cast<double>(spread.runs);
  return spread;
}

std::vector<int64_t> SweepResults::Ranked(const std::string& metric) const {
  std::map<int64_t, Spread> spreads;
  for (const SweepRun& run : runs) spreads.try_emplace(run.point, Of(run.point, metric));
  std::vector<int64_t> points;
  points.reserve(spreads.size());
  for (const auto& [point, spread] : spreads) points.push_back(point);
  std::ranges::stable_sort(points, [&](int64_t a, int64_t b) {
    const Spread &at_a = spreads.at(a), &at_b = spreads.at(b);
    if ((at_a.runs > 0) != (at_b.runs > 0)) return at_a.runs > 0;
    return MoreIsBetter(metric) ? at_a.mean > at_b.mean : at_a.mean < at_b.mean;
  });
  return points;
}

SweepResults ReadResults(const SweepPlan& plan, const Batch& batch) {
  SweepResults results{.plan = plan, .runs = {}, .metrics = {}};
  JournalReader journal(batch.journal(), batch.items);
  journal.Update();
  std::set<std::string> names;
  for (int64_t item = 0; item < batch.items; ++item) {
    if (journal.state(item) != ItemState::kDone) continue;
    SweepRun run{.item = item, .point = item / plan.repeats, .repeat = item % plan.repeats, .metrics = {}};
    const std::filesystem::path file = RunDirectory(SweepFolder(batch.directory).run(item)).evaluation();
    try {
      run.metrics = ReadFiguresFile(file);
    } catch (const std::exception&) {
      spdlog::warn("{}: cannot be read, item {} is left out of the results", file.string(), item);
      continue;
    }
    for (const auto& [name, value] : run.metrics) names.insert(name);
    results.runs.push_back(std::move(run));
  }
  results.metrics.assign(names.begin(), names.end());
  return results;
}

std::string ToCsv(const SweepResults& results) {
  std::string text = "item,point,repeat";
  for (const SweepVariable& variable : results.plan.variables)
    text.append(",").append(CsvField(variable.key));
  for (const std::string& metric : results.metrics) text.append(",").append(CsvField(metric));
  text += "\n";
  for (const SweepRun& run : results.runs) {
    text += fmt::format("{},{},{}", run.item, run.point, run.repeat);
    for (const std::string& value : results.plan.ValuesOf(run.point))
      text.append(",").append(CsvField(value));
    for (const std::string& metric : results.metrics) {
      const auto found = run.metrics.find(metric);
      text += found == run.metrics.end() ? "," : fmt::format(",{}", found->second);
    }
    text += "\n";
  }
  return text;
}

std::string ToTable(const SweepResults& results, const std::string& sort) {
  if (results.runs.empty()) return "no run has ended yet\n";
  if (std::ranges::find(results.metrics, sort) == results.metrics.end()) {
    throw UsageError(fmt::format("--sort {}: no run has that figure{}, expected one of {}", sort,
                                 DidYouMean(sort, results.metrics), fmt::join(results.metrics, ", ")));
  }
  std::vector<std::pair<std::string, std::string>> columns = kShown;
  std::erase_if(columns, [&](const auto& column) {
    return std::ranges::find(results.metrics, column.first) == results.metrics.end();
  });
  if (std::ranges::find(columns, sort, [](const auto& column) { return column.first; }) == columns.end()) {
    columns.insert(columns.begin(), {sort, sort});
  }
  std::string text = "  runs";
  for (const auto& [metric, title] : columns) text += fmt::format("  {:>17}", title);
  text += "  point\n";
  const std::vector<int64_t> ranked = results.Ranked(sort);
  for (size_t i = 0; i < std::min(ranked.size(), kTableRows); ++i) {
    std::string row;
    int64_t runs = 0;
    for (const auto& [metric, title] : columns) {
      const Spread spread = results.Of(ranked[i], metric);
      runs = std::max(runs, spread.runs);
      const std::string range =
          spread.runs > 1 ? fmt::format(" ±{:.2g}", (spread.high - spread.low) / 2) : "";
      row += fmt::format("  {:>17}", spread.runs > 0 ? Short(spread.mean) + range : "-");
    }
    text += fmt::format("{:>6}{}  {}\n", runs, row, results.plan.Describe(ranked[i]));
  }
  if (ranked.size() > kTableRows) text += fmt::format("and {} more points\n", ranked.size() - kTableRows);
  return text;
}

}  // namespace isogs
