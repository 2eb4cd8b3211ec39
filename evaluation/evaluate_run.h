// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "evaluation/evaluation.h"

namespace isogs {

struct EvaluateRunOptions {
  std::filesystem::path run_directory;
  std::filesystem::path
      output;  // file of the figures, pictures/ beside it; empty: evaluation.json in the run
  int64_t every = 1;
  int64_t pictures = 5;                // spread evenly
  int64_t worst = 3;                   // pictures of the worst views, beside these
  std::filesystem::path mesh;          // of the run, in the world's frame; empty: none
  std::string dataset;                 // folder of the data set; empty: the run's
  std::vector<std::string> overrides;  // of the run's config.yaml, "key=value"
  std::function<void(int64_t done, int64_t total)> progress;
};

/// Where the figures go, and those of each view.
std::filesystem::path OutputOf(const EvaluateRunOptions& options);
std::filesystem::path ViewsOf(const EvaluateRunOptions& options);

/// Evaluates what lies in a run directory: params.npz (or the newest checkpoint), the trajectory beside the
/// truth, and the map rendered beside the frames of the data set that config.yaml names. Writes pictures/
/// there, or says in the log that it cannot.
Evaluation EvaluateRun(const EvaluateRunOptions& options);

}  // namespace isogs
