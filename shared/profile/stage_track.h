// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "shared/profile/profile_report.h"
#include "shared/profile/stage.h"

namespace isogs {

/// The stages of one thread: their sums as a tree and, for a trace, each of them. The thread's own but for
/// Report and TakeEvents.
class StageTrack {
 public:
  /// `id`: among the profile's threads.
  StageTrack(std::string name, int id, bool keeps_events);

  void Enter(const char* name);
  /// The stage entered last, from `start_ns` to `end_ns` after the profile began. Returns whether the events
  /// should be taken.
  bool Leave(int64_t start_ns, int64_t end_ns, const StageWork& work);

  /// What is done so far.
  ThreadReport Report() const;
  /// Trace events since the last call, each a line that ends with a comma.
  std::string TakeEvents();

  /// Is called at both ends of each stage; may be empty.
  std::function<void()> synchronise;

 private:
  struct Node {
    const char* name = "";
    Node* parent = nullptr;
    int64_t calls = 0;
    int64_t ns = 0;
    StageWork work;
    std::vector<std::unique_ptr<Node>> children;  // in the order in which they first began
  };

  static Node* ChildOf(Node* parent, const char* name);
  static std::vector<StageReport> ReportOf(const Node& node);
  void AddEvent(const Node& node, int64_t start_ns, int64_t end_ns, const StageWork& work);

  const std::string name_;
  const int id_;
  const bool keeps_events_;
  mutable std::mutex mutex_;  // of what follows
  Node root_;
  Node* current_ = &root_;
  std::string events_;
};

}  // namespace isogs
