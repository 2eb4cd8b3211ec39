// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/reported_run.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "evaluation/view_file.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/ipc/role_lock.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::string CommandFor(const char* program, const fs::path& folder) {
  return fmt::format("isogs {} {}", program, ShellQuoted({folder.string()}));
}

bool Exists(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

/// A part that is there but cannot be read costs a remark, not the report.
template <typename Read>
void ReadPart(const fs::path& file, ReportedRun* run, const Read& read) {
  try {
    read();
  } catch (const std::exception& error) {
    run->remarks.push_back(file.filename().string() + " is left out: " + error.what());
  }
}

void ReadSeries(const RunDirectory& directory, ReportedRun* run) {
  if (!Exists(directory.metrics())) {
    run->remarks.emplace_back("There is no metrics.jsonl: no curves over frames, no states.");
    return;
  }
  ReadPart(directory.metrics(), run, [&] { run->series = ReadFrameSeries(directory.metrics()); });
  if (const DamagedLines& damaged = run->series.damaged; damaged.count > 0) {
    run->remarks.push_back(
        fmt::format("metrics.jsonl: {} damaged lines are left out{}.", damaged.count,
                    damaged.first > 0 ? fmt::format(", the first line {}", damaged.first) : ""));
  }
}

void ReadPath(const RunDirectory& directory, ReportedRun* run) {
  if (!Exists(directory.params()) && CheckpointFrames(run->folder).empty()) {
    run->remarks.emplace_back("Neither params.npz nor a checkpoint is there yet: no trajectory.");
    return;
  }
  ReadPart(directory.params(), run, [&] {
    const fs::path file = FindParams(run->folder);
    const Params params = ReadParams(file, BadGaussians::kKeep);
    run->path = PathOf(run->folder, params);
    run->figures.try_emplace("trajectory.frames", static_cast<double>(params.frames.size()));
    run->figures.try_emplace("map.gaussians", static_cast<double>(params.map.size()));
    if (run->path->truth.empty())
      run->remarks.emplace_back("The data set has no true poses: no errors of the trajectory.");
  });
}

/// Whether the map is newer than its figures.
bool IsStale(const RunDirectory& directory) {
  std::error_code failure;
  const auto of_map = fs::last_write_time(directory.params(), failure);
  if (failure) return false;
  const auto of_figures = fs::last_write_time(directory.evaluation(), failure);
  return !failure && of_figures < of_map;
}

void ReadEvaluation(const RunDirectory& directory, ReportedRun* run) {
  const std::string command = CommandFor("evaluate", run->folder);
  if (!Exists(directory.evaluation())) {
    run->remarks.push_back("Not evaluated: no PSNR, no errors, no pictures. " + command + " adds them.");
    return;
  }
  ReadPart(directory.evaluation(), run, [&] { run->figures = ReadFiguresFile(directory.evaluation()); });
  if (IsStale(directory)) {
    run->remarks.push_back("evaluation.json is older than the map. " + command + " scores this one.");
  }
  if (!Exists(directory.views())) {
    run->remarks.push_back("There is no views.jsonl: no curves of views. " + command + " adds them.");
    return;
  }
  ReadPart(directory.views(), run, [&] { run->views = ReadViews(directory.views()); });
}

void FindPictures(const RunDirectory& directory, ReportedRun* run) {
  std::error_code failure;  // a folder that cannot be listed has none
  for (const auto& entry : fs::directory_iterator(directory.pictures(), failure)) {
    if (FrameOfPicture(entry.path())) run->pictures.push_back(entry.path());
  }
  std::map<int64_t, double> psnr_db;
  for (const ViewScore& view : run->views) psnr_db[view.frame] = view.scores.psnr_db;
  const auto order = [&](const fs::path& picture) {
    const int64_t frame = *FrameOfPicture(picture);
    const auto found = psnr_db.find(frame);
    return std::pair(found == psnr_db.end() ? std::numeric_limits<double>::infinity() : found->second, frame);
  };
  std::ranges::sort(run->pictures, {}, order);
  if (run->pictures.empty() && Exists(directory.evaluation())) {
    run->remarks.push_back("There are no pictures. " + CommandFor("evaluate", run->folder) + " adds them.");
  }
}

void FindMesh(ReportedRun* run) {
  const fs::path mesh = run->folder / "mesh.ply";
  if (Exists(mesh)) {
    run->mesh = mesh;
  } else {
    run->remarks.push_back("There is no mesh.ply. " + CommandFor("extract_mesh", run->folder) + " adds it.");
  }
}

void SayWhetherItGoesOn(ReportedRun* run) {
  const RunDirectory directory(run->folder);
  if (FindRoleHolder(run->folder, Role::kSlam)) {
    run->remarks.insert(run->remarks.begin(), fmt::format("The run is under way: all is as of frame {}.",
                                                          run->series.frames.size()));
  } else if (!Exists(directory.params())) {
    run->remarks.insert(run->remarks.begin(),
                        fmt::format("The run did not end, {} frames are done. isogs slam with its "
                                    "configuration goes on with it.",
                                    run->series.frames.size()));
  }
}

}  // namespace

std::optional<int64_t> FrameOfPicture(const fs::path& picture) {
  const std::string stem = picture.stem().string();
  if (picture.extension() != ".png" || !stem.starts_with("frame")) return std::nullopt;
  return ParseWhole<int64_t>(stem.substr(std::string("frame").size()));
}

ReportedRun ReadReportedRun(const fs::path& folder) {
  const RunDirectory directory(folder);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw UsageError(folder.string() + ": is no folder, expected that of a run or of a sweep");
  }
  if (!HoldsRun(directory) && !Exists(directory.params())) {
    throw UsageError(folder.string() + ": holds no run of isogs, expected the folder of a run or of a sweep");
  }
  ReportedRun run;
  run.folder = folder;
  if (Exists(directory.config())) {
    ReadPart(directory.config(), &run, [&] { run.config = LoadConfig(directory.config(), {}); });
  } else {
    run.remarks.emplace_back("There is no config.yaml: no configuration.");
  }
  ReadSeries(directory, &run);
  ReadEvaluation(directory, &run);
  ReadPath(directory, &run);
  if (Exists(directory.profile())) {
    ReadPart(directory.profile(), &run, [&] { run.stages = ReadStageRows(directory.profile()); });
  }
  FindPictures(directory, &run);
  FindMesh(&run);
  SayWhetherItGoesOn(&run);
  return run;
}

void NameApart(std::vector<ReportedRun>* runs) {
  std::vector<fs::path> rest;
  for (ReportedRun& run : *runs) {
    rest.push_back(fs::absolute(run.folder).lexically_normal());
    if (rest.back().filename().empty()) rest.back() = rest.back().parent_path();
    run.name = rest.back().filename().string();
    rest.back() = rest.back().parent_path();
  }
  for (bool changed = true; changed;) {
    changed = false;
    std::map<std::string, int> times;
    for (const ReportedRun& run : *runs) ++times[run.name];
    for (size_t i = 0; i < runs->size(); ++i) {
      if (times[(*runs)[i].name] < 2 || rest[i].filename().empty()) continue;
      (*runs)[i].name = (rest[i].filename() / (*runs)[i].name).string();
      rest[i] = rest[i].parent_path();
      changed = true;
    }
  }
}

}  // namespace isogs
