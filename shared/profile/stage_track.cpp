// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/profile/stage_track.h"

#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <utility>

namespace isogs {
namespace {

constexpr size_t kEventBytes = 1 << 16;  // that are not kept for longer
constexpr double kNsInUs = 1e3;

}  // namespace

StageTrack::StageTrack(std::string name, int id, bool keeps_events)
    : name_(std::move(name)), id_(id), keeps_events_(keeps_events) {
  if (!keeps_events_) return;
  char event[160];
  std::snprintf(event, sizeof(event),
                R"({"name":"thread_name","ph":"M","pid":%d,"tid":%d,"args":{"name":"%s"}},)"
                "\n",
                static_cast<int>(getpid()), id_, name_.c_str());
  events_ = event;
}

void StageTrack::Enter(const char* name) {
  const std::lock_guard lock(mutex_);
  current_ = ChildOf(current_, name);
}

bool StageTrack::Leave(int64_t start_ns, int64_t end_ns, const StageWork& work) {
  const std::lock_guard lock(mutex_);
  Node& node = *current_;
  node.calls += 1;
  node.ns += end_ns - start_ns;
  node.work.gaussians += work.gaussians;
  node.work.pixels += work.pixels;
  current_ = node.parent;
  if (keeps_events_) AddEvent(node, start_ns, end_ns, work);
  return !events_.empty() && (current_ == &root_ || events_.size() > kEventBytes);
}

ThreadReport StageTrack::Report() const {
  const std::lock_guard lock(mutex_);
  return {name_, ReportOf(root_)};
}

std::string StageTrack::TakeEvents() {
  const std::lock_guard lock(mutex_);
  return std::exchange(events_, {});
}

StageTrack::Node* StageTrack::ChildOf(Node* parent, const char* name) {
  for (const auto& child : parent->children) {
    // A literal may lie at several places.
    if (child->name == name || std::strcmp(child->name, name) == 0) return child.get();
  }
  auto& child = parent->children.emplace_back(std::make_unique<Node>());
  child->name = name;
  child->parent = parent;
  return child.get();
}

std::vector<StageReport> StageTrack::ReportOf(const Node& node) {
  std::vector<StageReport> stages;
  for (const auto& child : node.children) {
    stages.push_back(
        {child->name, child->calls, static_cast<double>(child->ns) * 1e-9, child->work, ReportOf(*child)});
  }
  return stages;
}

void StageTrack::AddEvent(const Node& node, int64_t start_ns, int64_t end_ns, const StageWork& work) {
  char event[256];
  std::snprintf(event, sizeof(event), R"({"name":"%.80s","ph":"X","pid":%d,"tid":%d,"ts":%.3f,"dur":%.3f)",
                node.name, static_cast<int>(getpid()), id_, static_cast<double>(start_ns) / kNsInUs,
                static_cast<double>(end_ns - start_ns) / kNsInUs);
  events_ += event;
  if (work.gaussians > 0 || work.pixels > 0) {
    std::snprintf(event, sizeof(event), R"(,"args":{"gaussians":%lld,"pixels":%lld})",
                  static_cast<long long>(work.gaussians), static_cast<long long>(work.pixels));
    events_ += event;
  }
  events_ += "},\n";
}

}  // namespace isogs
