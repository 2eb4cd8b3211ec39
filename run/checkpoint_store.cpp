// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/checkpoint_store.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <system_error>

#include "shared/core/error.h"
#include "shared/io/disk_fault.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// What this process writes as AtomicFile, beside checkpoints: others' temporary files are not ours to
/// remove.
bool IsLeftover(const RunDirectory& directory, const fs::path& file) {
  if (file.extension() != ".tmp") return false;
  const fs::path whole = fs::path(file).replace_extension();
  if (CheckpointFrame(whole.filename().string())) return true;
  const fs::path ours[] = {directory.config(),
                           directory.metrics(),
                           directory.timing(),
                           directory.params(),
                           directory.trajectory(),
                           directory.trajectory_online(),
                           directory.trajectory_ground_truth()};
  return std::ranges::any_of(ours, [&](const fs::path& name) { return name.filename() == whole.filename(); });
}

}  // namespace

std::optional<CheckpointStore::Newest> CheckpointStore::ReadNewest(std::vector<std::string>* skipped) const {
  const std::vector<int64_t> frames = CheckpointFrames(directory_.path());
  for (const int64_t frame : frames) {
    const fs::path path = directory_.path() / CheckpointName(frame);
    try {
      Newest newest{path, ReadState(path)};
      const auto count = static_cast<int64_t>(newest.state.params.frames.size());
      if (count == frame + 1) return newest;
      skipped->push_back(path.string() + ": holds " + std::to_string(count) + " frames, expected " +
                         std::to_string(frame + 1));
    } catch (const Error& error) {
      skipped->emplace_back(error.what());
    }
  }
  if (frames.empty()) return std::nullopt;
  throw Error(directory_.path().string() + ": none of its " + std::to_string(frames.size()) +
              " checkpoints reads back whole (the newest: " + skipped->front() +
              "); --fresh moves them aside and starts anew");
}

std::vector<fs::path> CheckpointStore::SetAsideNewerThan(int64_t frame) const {
  std::vector<fs::path> aside;
  for (const int64_t newer : CheckpointFrames(directory_.path())) {
    if (newer <= frame) break;
    const fs::path path = directory_.path() / CheckpointName(newer);
    fs::path name = path.string() + ".skipped";
    for (int i = 2; fs::exists(name); ++i) name = path.string() + ".skipped" + std::to_string(i);
    std::error_code failure;
    fs::rename(path, name, failure);
    if (failure) throw Error("cannot rename " + path.string() + ": " + failure.message());
    aside.push_back(name);
  }
  return aside;
}

std::vector<std::string> CheckpointStore::RemoveLeftovers() const {
  std::vector<std::string> removed;
  std::error_code failure;  // what cannot be listed or removed harms nobody
  for (const auto& entry : fs::directory_iterator(directory_.path(), failure)) {
    if (!IsLeftover(directory_, entry.path())) continue;
    if (fs::remove(entry.path(), failure)) removed.push_back(entry.path().filename().string());
  }
  return removed;
}

fs::path CheckpointStore::Write(const SlamState& state) const {
  const auto frame = static_cast<int64_t>(state.params.frames.size()) - 1;
  fs::path path = directory_.path() / CheckpointName(frame);
  WriteState(path, state);
  Rotate();
  return path;
}

void CheckpointStore::Rotate() const {
  const std::vector<int64_t> frames = CheckpointFrames(directory_.path());
  for (size_t i = static_cast<size_t>(keep_); i < frames.size(); ++i) {
    DiskFaultPoint("rotate");
    const fs::path path = directory_.path() / CheckpointName(frames[i]);
    std::error_code failure;
    fs::remove(path, failure);
    if (failure) spdlog::warn("cannot delete {}: {}", path.string(), failure.message());
  }
}

}  // namespace isogs
