// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace isogs {

/// Where a run starts, beside its configuration.
struct RunOptions {
  bool fresh = false;                                // an earlier run in the directory is moved aside
  bool allow_config_change = false;                  // go on although keys differ that decide the results
  std::optional<std::filesystem::path> resume_from;  // a checkpoint, instead of the newest
  bool dataset_named = false;                        // on the command line: not where an earlier run read it
  std::optional<std::filesystem::path> initial_map;  // a params file, for a run that starts
  std::optional<std::filesystem::path> localise_in;  // a finished run, whose map stays as it is
  std::optional<std::string> live;                   // name of the camera that gives the frames
  std::optional<std::string> record;                 // folder of the data set made of its frames
  bool profile = false;                              // say where time went
  std::optional<std::filesystem::path> trace;        // file of a Chrome trace
};

}  // namespace isogs
