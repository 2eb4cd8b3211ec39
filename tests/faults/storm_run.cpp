// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/storm_run.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/live_mesh.h"
#include "shared/ipc/status.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kLook{1};
constexpr milliseconds kStep{5};

uint64_t Hash(const GaussianSnapshot& snapshot) {
  uint64_t hash = 1469598103934665603u;  // FNV-1a
  for (GaussianRecord record : snapshot.gaussians()) {
    record.id = 0;  // counted anew by each process
    for (const char byte : std::string_view(reinterpret_cast<const char*>(&record), sizeof record)) {
      hash = (hash ^ static_cast<uint8_t>(byte)) * 1099511628211u;
    }
  }
  return hash;
}

int CodeOf(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

/// In the child: becomes `command`, with its output in a file.
[[noreturn]] void Become(const std::string& command, const fs::path& output) {
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  _exit(127);
}

}  // namespace

bool ViewerIsThere() {
  return fs::exists(fs::path(ProgramFolder()) / "viewer") && RunCommand("command -v Xvfb").code == 0;
}

std::string SeenSnapshots::Add(const GaussianSnapshot& snapshot) {
  ++count_;
  const auto [entry, is_new] = hashes_.try_emplace(snapshot.info().frame, Hash(snapshot));
  if (is_new || entry->second == Hash(snapshot)) return {};
  return "the snapshot of frame " + std::to_string(snapshot.info().frame) + " differs from an earlier one";
}

std::string SeenSnapshots::Summary() const {
  std::string text = std::to_string(count_) + " snapshots of " + std::to_string(hashes_.size()) + " frames";
  for (const auto& [what, count] : others_) text += ", " + std::to_string(count) + " " + what;
  return text;
}

StormRun::StormRun(fs::path directory, fs::path tokens, const std::string& command, SeenSnapshots& seen)
    : directory_(std::move(directory)),
      tokens_(std::move(tokens)),
      output_(directory_.string() + ".output"),
      command_(command.substr(std::string_view("slam").size())),
      seen_(seen) {
  fs::create_directories(tokens_);
  reader_ = std::jthread([this](const std::stop_token& stop) { Watch(stop); });
}

StormRun::~StormRun() = default;

pid_t StormRun::Start(const std::string& kill_at, bool with_viewer) {
  std::string command = "exec env ISOGS_CHECKSUMS=1 'ISOGS_KILL_AT=";
  command.append(kill_at).append("' ISOGS_KILL_TOKENS=").append(tokens_.string());
  command.append(" ").append(ProgramFolder()).append("/run").append(command_);
  command.append(with_viewer ? " --headless" : " --no-viewer");
  const pid_t child = fork();
  if (child == 0) Become(command, output_);
  return child;
}

int StormRun::WaitFor(pid_t supervisor) {
  while (IsRunning(supervisor)) std::this_thread::sleep_for(kStep);
  return ended_[supervisor];
}

bool StormRun::IsRunning(pid_t supervisor) {
  if (ended_.contains(supervisor)) return false;
  int status = 0;
  if (waitpid(supervisor, &status, WNOHANG) != supervisor) return true;
  ended_[supervisor] = CodeOf(status);
  return false;
}

bool StormRun::Pause(double seconds, pid_t supervisor) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (IsRunning(supervisor) && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kStep);
  return IsRunning(supervisor);
}

bool StormRun::Kill(Role role) {
  const auto holder = FindRoleHolder(directory_, role);
  if (!holder || holder->process_id <= 0) return false;
  std::error_code ignored;  // the number could be another's by now
  const fs::path process = fs::path("/proc") / std::to_string(holder->process_id);
  const fs::path program = fs::read_symlink(process / "exe", ignored);
  if (!fs::equivalent(program.parent_path(), ProgramFolder(), ignored)) return false;
  return kill(holder->process_id, SIGKILL) == 0;
}

void StormRun::PutToken(const std::string& program) {
  std::ofstream(tokens_ / program) << "";
  armed_.insert(program);
}

void StormRun::RemoveTokens() {
  for (const std::string& program : std::set(armed_)) {
    if (fs::remove(tokens_ / program)) armed_.erase(program);
  }
}

bool StormRun::TokenIsSpent(const std::string& program) {
  if (!armed_.contains(program) || fs::exists(tokens_ / program)) return false;
  armed_.erase(program);
  return true;
}

std::vector<std::string> StormRun::Segments() const {
  return ListSegments(kSegmentPrefix + SessionName(directory_));
}

std::vector<std::string> StormRun::Processes() const {
  std::vector<std::string> found;
  Eventually([&] { return (found = ProcessesCalledWith(directory_.string())).empty(); });
  return found;
}

std::vector<std::string> StormRun::Troubles() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> troubles = troubles_;
  std::istringstream lines(Output());
  for (std::string line; std::getline(lines, line);) {
    if (line.find("shared memory") != std::string::npos) troubles.push_back(line);
  }
  return troubles;
}

std::string StormRun::Output() const { return ReadText(output_); }

template <typename Subscriber, typename Handle>
void StormRun::Look(Subscriber& subscriber, const Handle& handle) {
  try {
    if (auto received = subscriber.TakeLatest()) handle(received->value);
  } catch (const Error& error) {
    Report(error.what());
  }
}

void StormRun::Watch(const std::stop_token& stop) {
  Subscriber<GaussianSnapshot> snapshots(directory_);
  Subscriber<Status> statuses(directory_);
  Subscriber<LiveMesh> meshes(directory_);
  while (!stop.stop_requested()) {
    Look(snapshots, [&](const GaussianSnapshot& snapshot) {
      const std::string trouble = seen_.Add(snapshot);
      if (!trouble.empty()) Report(trouble);
    });
    Look(statuses, [&](const Status&) { seen_.CountOther("statuses"); });
    Look(meshes, [&](const LiveMesh&) { seen_.CountOther("meshes"); });
    std::this_thread::sleep_for(kLook);
  }
}

void StormRun::Report(const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  troubles_.push_back(trouble);
}

}  // namespace isogs
