// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "launch/programs.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <system_error>

#include "shared/core/error.h"
#include "shared/core/memory.h"

namespace isogs {

namespace fs = std::filesystem;

/// OpenCV, Ceres or Embree, and what these are linked with. With less, the loader fails before a program can
/// say so.
constexpr int64_t kLeastMib = 96;

const std::vector<ProgramEntry>& AllPrograms() {
  static const std::vector<ProgramEntry> programs = {
      {"run", "Run SLAM with live mesh and viewer"},
      {"slam", "Track the camera and build the map of an RGB-D sequence", "slam", kLeastMib},
      {"mesher", "Keep the mesh of a run up to date while SLAM runs"},
      {"viewer", "Show a run while it goes on: mesh, camera, images"},
      {"view", "Show a finished run and play its camera's way"},
      {"web", "Show a run in browsers, under way or finished"},
      {"evaluate", "Score a run: trajectory, images, map, speed", "evaluate", kLeastMib},
      {"report", "Write a page about runs or a sweep, for any browser", "report", kLeastMib},
      {"measure", "Measure a room by its mesh: floor area, height, distances"},
      {"extract_mesh", "Write the mesh of a run, a checkpoint or a splat file"},
      {"export", "Write splats, trajectories and views for other programs"},
      {"export_voxels", "Write maps or points as volumes for learning (HDF5)"},
      {"status", "Show where a run is"},
      {"clean", "Remove the shared memory that dead runs left", "isogs_clean"},
      {"sweep", "Run and score a run for each combination of parameters"},
      {"jobs", "Show how far a sweep or another batch of items is"},
      {"resize_dataset", "Write a sequence, or a part of it, at another size"},
      {"make_dataset", "Make sequences and data sets of made-up rooms, with exact truth"},
  };
  return programs;
}

void CheckAddressSpace(const ProgramEntry& program) {
  const auto limit = AddressSpaceLimit();
  if (!limit || *limit >> 20 >= program.least_mib) return;
  throw Error("out of memory for " + program.name + ": ulimit -v allows " + std::to_string(*limit >> 20) +
              " MiB in all, expected at least " + std::to_string(program.least_mib));
}

std::vector<ProgramEntry> ProgramsIn(const fs::path& folder) {
  std::vector<ProgramEntry> present;
  std::ranges::copy_if(AllPrograms(), std::back_inserter(present), [&](const ProgramEntry& program) {
    const fs::path file = folder / program.file;
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
  });
  return present;
}

}  // namespace isogs
