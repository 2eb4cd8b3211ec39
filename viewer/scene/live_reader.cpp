// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/live_reader.h"

#include <chrono>
#include <condition_variable>
#include <utility>

namespace isogs {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPollInterval{30};
constexpr std::chrono::milliseconds kTextInterval{250};  // what is not new grows older on the screen

}  // namespace

LiveReader::LiveReader(const std::filesystem::path& run_directory)
    : run_directory_(run_directory), thread_([this](const std::stop_token& stop) { Run(stop); }) {}

LiveReader::~LiveReader() = default;

void LiveReader::Run(const std::stop_token& stop) {
  try {
    Follow(stop);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    error_ = std::current_exception();
    over_ = true;
    news_ = true;
  }
}

void LiveReader::Follow(const std::stop_token& stop) {
  LiveSession session(run_directory_);
  std::condition_variable_any wake;
  std::mutex sleep_mutex;
  std::unique_lock sleep_lock(sleep_mutex);
  Clock::time_point published;
  while (!stop.stop_requested()) {
    const bool news = session.Poll();
    if (news || Clock::now() - published >= kTextInterval) {
      Publish(session, news);
      published = Clock::now();
    }
    wake.wait_for(sleep_lock, stop, kPollInterval, [] { return false; });
  }
  Publish(session, session.Poll());
}

void LiveReader::Publish(const LiveSession& session, bool news) {
  SceneState scene = session.Scene();
  {
    const std::lock_guard lock(mutex_);
    std::swap(scene_, scene);
  }
  seen_ = session.HasSeen();
  over_ = session.IsOver();
  if (news) news_ = true;
}

SceneState LiveReader::Scene() {
  news_ = false;
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
  return scene_;
}

void LiveReader::Stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  if (error_) std::rethrow_exception(error_);
}

}  // namespace isogs
