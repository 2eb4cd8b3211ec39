// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/session_files.h"

#include <chrono>
#include <map>
#include <ranges>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"
#include "shared/ipc/role_lock.h"
#include "shared/ipc/shared_segment.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// A writer that starts needs far less to say whose its segments are.
constexpr std::chrono::seconds kYoung(10);

/// Segments of one session that one role writes: they stay or go together.
using Group = std::pair<std::string, Role>;

/// Also of another version's: in all of them it stands in the same place, and its run may go on.
std::optional<fs::path> RunDirectoryOf(const std::string& control_name) {
  try {
    const auto control = SharedSegment::OpenReadOnly(control_name);
    if (!control || control->size() < sizeof(ControlBlock)) return std::nullopt;
    const auto* const block = static_cast<const ControlBlock*>(control->data());
    const uint64_t bytes = block->path_bytes.load(std::memory_order_acquire);
    if (block->magic.load(std::memory_order_acquire) != ControlBlock::kMagic || bytes == 0 ||
        bytes > ControlBlock::kMaxPath)
      return std::nullopt;
    std::string path(bytes, '\0');
    LoadWords(block->path, path.data(), bytes);
    return path;
  } catch (const Error&) {  // another user's, or not whole: says nothing
    return std::nullopt;
  }
}

bool IsYoung(const std::string& name) {
  try {
    const auto segment = SharedSegment::OpenReadOnly(name);
    return segment && segment->Age() < kYoung;
  } catch (const Error&) {
    return false;
  }
}

std::string DescribeHolder(const fs::path& run_directory, Role role) {
  const auto holder = FindRoleHolder(run_directory, role);
  if (!holder || holder->process_id == 0) return std::string("its ") + ToString(role) + " is running";
  return std::string("process ") + std::to_string(holder->process_id) + " is its " + ToString(role);
}

void Remove(SegmentReport& report, CleanMode mode) {
  report.removed = mode == CleanMode::kRemove && RemoveSegment(report.name);
}

/// The writer is known by the run directory's lock.
void CleanKnown(std::vector<SegmentReport*>& group, const fs::path& run_directory, Role role,
                CleanMode mode) {
  std::optional<RoleLock> lock;
  std::string in_use;
  std::error_code ignored;
  // Without its folder there is no lock, and no writer: a run's folder is not moved while it is in use.
  if (fs::is_directory(run_directory, ignored)) {
    try {
      lock = RoleLock::TryAcquire(run_directory, role);
      if (!lock) in_use = DescribeHolder(run_directory, role);
    } catch (const Error& error) {
      in_use = error.what();
    }
  }
  for (SegmentReport* const report : group) {
    report->run_directory = run_directory;
    report->in_use = in_use;
    if (in_use.empty()) Remove(*report, mode);
  }
}

/// No control segment says whose these are: left by one that died while it removed or made them, or just now
/// being made.
void CleanUnknown(std::vector<SegmentReport*>& group, CleanMode mode) {
  for (SegmentReport* const report : group) {
    if (IsYoung(report->name)) {
      report->in_use = "made a moment ago, by whom is not known";
    } else {
      Remove(*report, mode);
    }
  }
}

}  // namespace

std::vector<SegmentReport> CleanSessions(const std::optional<fs::path>& run_directory, CleanMode mode) {
  const std::string session = run_directory ? SessionName(*run_directory) : "";
  std::vector<SegmentReport> reports;
  for (const std::string& name : ListSegments(kSegmentPrefix + session)) {
    if (ParseSegmentName(name)) reports.push_back({name, SegmentBytes(name), {}, {}, false});
  }
  std::map<Group, std::vector<SegmentReport*>> groups;
  std::map<Group, fs::path> directories;
  // Backwards, data segments before their control segment: it tells whose they are.
  for (auto report = reports.rbegin(); report != reports.rend(); ++report) {
    const SegmentName name = *ParseSegmentName(report->name);
    const Group key{name.session, WriterOf(name.channel)};
    groups[key].push_back(&*report);
    if (run_directory) {
      directories[key] = *run_directory;
    } else if (const auto directory =
                   RunDirectoryOf(SegmentName{name.session, name.channel, {}}.ToString())) {
      directories[key] = *directory;
    }
  }
  for (auto& [key, group] : groups) {
    const auto directory = directories.find(key);
    if (directory != directories.end()) {
      CleanKnown(group, directory->second, key.second, mode);
    } else {
      CleanUnknown(group, mode);
    }
  }
  return reports;
}

}  // namespace isogs
