// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/run_directory.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <functional>
#include <string_view>

#include "shared/core/error.h"
#include "shared/io/file_stream.h"
#include "shared/io/open_file.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

/// A result that starting over would overwrite.
bool HoldsResultsAlone(const RunDirectory& directory) {
  return fs::exists(directory.params()) && CheckpointFrames(directory.path()).empty();
}

/// A line log of ours: other programs keep a config.yaml and a metrics.jsonl, too.
bool IsMetricsLog(const fs::path& file) {
  constexpr std::string_view kBegin = "{\"frame\":";  // of every line
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) return false;
  FileStream stream(file);
  std::string begin(kBegin.size(), '\0');
  stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return stream.gcount() == 0 || begin == kBegin;
}

/// Whether there is something that a process of ours did not make before SLAM took the folder.
bool HoldsAnything(const fs::path& folder) {
  return std::ranges::any_of(fs::directory_iterator(folder), [](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    return !name.starts_with(".lock.") && name != "logs";
  });
}

/// Before a folder is made anew: what is not a run's is nobody's to move, or to write among.
void CheckIsRun(const RunDirectory& directory) {
  if (!fs::exists(directory.path()) || !HoldsAnything(directory.path())) return;
  if (HoldsRun(directory) || (fs::exists(directory.config()) && fs::exists(directory.params()))) return;
  throw UsageError("--fresh: " + directory.path().string() +
                   ": is no run of isogs, expected one, an empty folder or a new name");
}

/// `path` without a trailing slash, followed by the first number not taken.
fs::path NameAside(const fs::path& path) {
  const fs::path base = path.filename().empty() ? path.parent_path() : path;
  for (int i = 1;; ++i) {
    fs::path aside = base.string() + "." + std::to_string(i);
    if (!fs::exists(aside)) return aside;
  }
}

}  // namespace

bool HoldsRun(const RunDirectory& directory) {
  return (fs::exists(directory.config()) && IsMetricsLog(directory.metrics())) ||
         !CheckpointFrames(directory.path()).empty();
}

PreparedRun PrepareRunDirectory(const RunDirectory& directory, bool fresh) {
  try {
    if (fs::exists(directory.path()) && !fs::is_directory(directory.path())) {
      throw UsageError("output " + directory.path().string() +
                       ": is a file, expected a folder or a new name");
    }
    if (fresh) CheckIsRun(directory);
    fs::create_directories(directory.path());
    PreparedRun run{RoleLock::Acquire(directory.path(), Role::kSlam), {}};
    if ((fresh && HoldsRun(directory)) || HoldsResultsAlone(directory)) {
      run.moved_to = NameAside(directory.path());
      fs::rename(directory.path(), *run.moved_to);
      fs::create_directories(directory.path());
      run.lock = RoleLock::Acquire(directory.path(), Role::kSlam);
    }
    MakeOwnFolder(directory.logs());
    return run;
  } catch (const fs::filesystem_error& error) {
    throw UsageError("output " + directory.path().string() + ": cannot be made: " + error.code().message());
  }
}

std::optional<fs::path> RunOfConfig(const fs::path& config_file) {
  const fs::path parent = config_file.parent_path();
  const RunDirectory directory(parent.empty() ? fs::path(".") : parent);
  if (config_file.filename() != directory.config().filename()) return std::nullopt;
  if (!HoldsRun(directory) && !fs::exists(directory.params())) return std::nullopt;
  return directory.path();
}

fs::path DefaultRunDirectory(const fs::path& config_file) { return fs::path("runs") / config_file.stem(); }

std::string CheckpointName(int64_t frame) {
  char name[40];
  std::snprintf(name, sizeof(name), "params%06lld.npz", static_cast<long long>(frame));
  return name;
}

std::optional<int64_t> CheckpointFrame(const std::string& name) {
  constexpr std::string_view kPrefix = "params", kSuffix = ".npz";
  if (name.size() <= kPrefix.size() + kSuffix.size() || !name.starts_with(kPrefix) ||
      !name.ends_with(kSuffix)) {
    return std::nullopt;
  }
  int64_t frame = 0;
  const char* first = name.data() + kPrefix.size();
  const char* last = name.data() + name.size() - kSuffix.size();
  const auto [end, error] = std::from_chars(first, last, frame);
  if (error != std::errc() || end != last || frame < 0 || CheckpointName(frame) != name) return std::nullopt;
  return frame;
}

std::vector<int64_t> CheckpointFrames(const fs::path& run_directory) {
  std::vector<int64_t> frames;
  std::error_code failure;  // a folder that cannot be listed has none
  for (const auto& entry : fs::directory_iterator(run_directory, failure)) {
    if (const auto frame = CheckpointFrame(entry.path().filename().string())) frames.push_back(*frame);
  }
  std::ranges::sort(frames, std::greater());
  return frames;
}

fs::path FindParams(const fs::path& run_directory) {
  fs::path final_params = run_directory / kParamsName;
  if (fs::exists(final_params)) return final_params;
  std::error_code failure;
  const fs::directory_iterator listed(run_directory, failure);
  if (failure)
    throw UsageError(run_directory.string() + ": " + failure.message() + ", expected a run directory");
  const std::vector<int64_t> checkpoints = CheckpointFrames(run_directory);
  if (checkpoints.empty()) {
    throw UsageError(run_directory.string() + ": holds no params.npz, expected a run directory");
  }
  return run_directory / CheckpointName(checkpoints.front());
}

}  // namespace isogs
