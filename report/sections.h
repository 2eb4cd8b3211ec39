// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "report/reported_run.h"

namespace isogs {

// Parts of a report as HTML, each empty where no run has anything of it. Several runs stand side by side: one
// colour a run.

/// The figures, the best of several runs marked; and what is missing.
std::string SummarySection(std::span<const ReportedRun> runs);
/// What differs from base.yaml or between the runs, then all of it.
std::string ConfigSection(std::span<const ReportedRun> runs);
/// Top and side views beside the truth, those of a data set in one plot; errors over the frames.
std::string TrajectorySection(std::span<const ReportedRun> runs);
/// PSNR, Gaussians, times and residuals over the frames.
std::string CurvesSection(std::span<const ReportedRun> runs);
/// What tracking thought of each frame and why, loops, keyframes that were taken back.
std::string StatesSection(std::span<const ReportedRun> runs);
/// The stages of profile.json, where there is one.
std::string StagesSection(std::span<const ReportedRun> runs);
/// Pictures of input, render and error, the worst views first.
std::string PicturesSection(std::span<const ReportedRun> runs);

/// The meshes, with fewer triangles, to be turned by the live page's scripts; pictures without these.
std::string MeshSection(std::span<const ReportedRun> runs);

/// The curve or dots of a run: colour, and dashes where colours begin anew.
PlotCurve CurveOf(std::span<const ReportedRun> runs, size_t run);

/// What the runs lack, by name where there are several.
std::string RemarksOf(std::span<const ReportedRun> runs);

}  // namespace isogs
