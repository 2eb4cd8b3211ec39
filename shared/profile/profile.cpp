// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/profile/profile.h"

#include <pthread.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/profile/stage_track.h"
#include "shared/profile/trace_file.h"

namespace isogs {
namespace {

using Clock = std::chrono::steady_clock;

/// Of the process, never destroyed: threads may end after main has.
struct Profile {
  std::atomic<int> number{0};  // of this profile
  std::atomic<Clock::time_point> start{Clock::time_point()};
  std::mutex mutex;  // of what follows
  bool traces = false;
  std::vector<std::shared_ptr<StageTrack>> tracks;
  std::string waiting;  // events, until the trace's file is there
  std::unique_ptr<TraceFile> trace;
  std::optional<std::string> failure;
};

Profile& TheProfile() {
  static Profile* const profile = new Profile;
  return *profile;
}

std::string ThreadName() {
  char name[16] = "";
  pthread_getname_np(pthread_self(), name, sizeof(name));
  std::string plain;
  for (const char* c = name; *c != '\0'; ++c) plain += *c == '"' || *c == '\\' || *c < ' ' ? '?' : *c;
  return plain;
}

/// The calling thread's in this profile.
StageTrack& MyTrack() {
  thread_local std::shared_ptr<StageTrack> track;
  thread_local int number = 0;
  Profile& profile = TheProfile();
  if (number == profile.number) return *track;
  const std::lock_guard lock(profile.mutex);
  number = profile.number;
  track =
      std::make_shared<StageTrack>(ThreadName(), static_cast<int>(profile.tracks.size()) + 1, profile.traces);
  profile.tracks.push_back(track);
  return *track;
}

int64_t NowNs() {
  return std::chrono::nanoseconds(Clock::now() - TheProfile().start.load(std::memory_order_relaxed)).count();
}

/// A trace that cannot be written any more is given up, and the run goes on. Under the profile's mutex.
void AddToTrace(Profile& profile, const std::string& events) {
  if (events.empty() || profile.failure || !profile.traces) return;
  if (profile.trace == nullptr) {
    profile.waiting += events;
    return;
  }
  try {
    profile.trace->Add(events);
  } catch (const Error& error) {
    profile.failure = error.what();
  }
}

}  // namespace

void Stage::Begin(const char* name) {
  StageTrack& track = MyTrack();
  if (track.synchronise) track.synchronise();
  track.Enter(name);
  track_ = &track;
  start_ns_ = NowNs();
}

void Stage::End() noexcept {
  try {
    if (track_->synchronise) track_->synchronise();
  } catch (...) {
    // The device has failed; whoever uses it next will say so.
  }
  try {
    if (!track_->Leave(start_ns_, NowNs(), work_)) return;
    const std::string events = track_->TakeEvents();
    Profile& profile = TheProfile();
    const std::lock_guard lock(profile.mutex);
    AddToTrace(profile, events);
  } catch (...) {
    // No memory: the trace lacks some events, the work itself goes on or says so.
  }
}

void StartProfile(bool traces) {
  Profile& profile = TheProfile();
  {
    const std::lock_guard lock(profile.mutex);
    profile.traces = traces;
    profile.tracks.clear();
    profile.waiting.clear();
    profile.trace.reset();
    profile.failure.reset();
    profile.start = Clock::now();
    ++profile.number;
  }
  MyTrack();
  profile_detail::is_on = true;
}

void OpenTrace(const std::filesystem::path& path) {
  Profile& profile = TheProfile();
  const std::lock_guard lock(profile.mutex);
  profile.trace = std::make_unique<TraceFile>(path);
  AddToTrace(profile, std::exchange(profile.waiting, {}));
}

void SynchroniseStages(std::function<void()> finish) { MyTrack().synchronise = std::move(finish); }

ProfileReport StopProfile() {
  profile_detail::is_on = false;
  Profile& profile = TheProfile();
  const std::lock_guard lock(profile.mutex);
  ProfileReport report;
  report.seconds = static_cast<double>(NowNs()) * 1e-9;
  for (const auto& track : profile.tracks) {
    report.threads.push_back(track->Report());
    AddToTrace(profile, track->TakeEvents());
  }
  profile.trace.reset();
  profile.traces = false;  // what still goes on comes too late
  return report;
}

std::optional<std::string> TraceFailure() {
  Profile& profile = TheProfile();
  const std::lock_guard lock(profile.mutex);
  return profile.failure;
}

}  // namespace isogs
