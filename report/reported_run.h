// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/evaluation.h"
#include "report/frame_series.h"
#include "report/run_path.h"
#include "report/stage_rows.h"
#include "run/figures_file.h"
#include "shared/config/config.h"

namespace isogs {

/// All that a report says of a run, as its files tell it. Parts that are not there, or damaged, are left
/// out, and `remarks` say so.
struct ReportedRun {
  std::string name;
  std::filesystem::path folder;
  std::optional<Config> config;
  FrameSeries series;
  Figures figures;               // empty: not evaluated
  std::vector<ViewScore> views;  // in the order of the run; empty: not known
  std::optional<RunPath> path;
  std::vector<StageRow> stages;                 // empty: no profile was made
  std::vector<std::filesystem::path> pictures;  // the worst first, where `views` say which
  std::filesystem::path mesh;                   // empty: none
  std::vector<std::string> remarks;             // sentences, with the command that adds what is missing
};

/// Throws UsageError if the folder holds no run.
ReportedRun ReadReportedRun(const std::filesystem::path& folder);

/// Gives each run a name of its own: its folder's, with as much before it as sets it apart.
void NameApart(std::vector<ReportedRun>* runs);

/// Frame of the data set that a picture of evaluate's shows; nothing for another file.
std::optional<int64_t> FrameOfPicture(const std::filesystem::path& picture);

}  // namespace isogs
