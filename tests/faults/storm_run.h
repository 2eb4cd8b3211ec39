// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "shared/ipc/gaussian_snapshot.h"
#include "shared/ipc/role_lock.h"

namespace isogs {

/// Whether `isogs run --headless` can make pictures here.
bool ViewerIsThere();

/// What readers accepted in all runs of one configuration. SLAM gives the same map for a frame however often
/// it was killed before, so a snapshot that differs from an earlier one of that frame is torn or mixed.
class SeenSnapshots {
 public:
  /// Empty, or what is wrong with it.
  std::string Add(const GaussianSnapshot& snapshot);
  void CountOther(const std::string& what) { ++others_[what]; }
  std::string Summary() const;

 private:
  std::map<int64_t, uint64_t> hashes_;  // by frame
  int64_t count_ = 0;
  std::map<std::string, int64_t> others_;
};

/// A run directory in which `isogs run` is started and killed, with a reader of all channels in this process.
class StormRun {
 public:
  /// `command`: as for `isogs`, beginning with "slam ". `seen` is used by the reader's thread.
  StormRun(std::filesystem::path directory, std::filesystem::path tokens, const std::string& command,
           SeenSnapshots& seen);
  ~StormRun();

  /// Starts `isogs run`. `kill_at`: the step of KillPoint at which those die for whom PutToken is called.
  pid_t Start(const std::string& kill_at, bool with_viewer);
  /// Its exit code; 128 + signal where one ended it.
  int WaitFor(pid_t supervisor);
  bool IsRunning(pid_t supervisor);
  /// Sleeps, shorter if the supervisor ends. Whether it runs.
  bool Pause(double seconds, pid_t supervisor);
  /// SIGKILL for the process in that role. False: there is none.
  bool Kill(Role role);

  /// Lets one process of that program die at the step, when it comes there.
  void PutToken(const std::string& program);
  void RemoveTokens();
  /// Whether one has died since PutToken; true only once.
  bool TokenIsSpent(const std::string& program);

  /// What is there after all has ended: segments; command lines of processes, which get some seconds to end.
  std::vector<std::string> Segments() const;
  std::vector<std::string> Processes() const;
  /// What the reader here did not accept, and what programs said of values that they did not.
  std::vector<std::string> Troubles();
  /// What the programs printed.
  std::string Output() const;

 private:
  void Watch(const std::stop_token& stop);
  template <typename Subscriber, typename Handle>
  void Look(Subscriber& subscriber, const Handle& handle);
  void Report(const std::string& trouble);

  std::filesystem::path directory_, tokens_, output_;
  std::string command_;
  SeenSnapshots& seen_;
  std::map<pid_t, int> ended_;
  std::set<std::string> armed_;
  std::mutex mutex_;
  std::vector<std::string> troubles_;  // guarded by mutex_
  std::jthread reader_;
};

}  // namespace isogs
