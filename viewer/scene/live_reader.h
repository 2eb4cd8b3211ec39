// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "viewer/scene/live_session.h"

namespace isogs {

/// A LiveSession on a thread of its own, so that copying a large mesh out of shared memory never holds up
/// the window.
class LiveReader {
 public:
  explicit LiveReader(const std::filesystem::path& run_directory);
  ~LiveReader();
  LiveReader(const LiveReader&) = delete;
  LiveReader& operator=(const LiveReader&) = delete;

  /// Whether anything has come since Scene was called last.
  bool HasNews() const { return news_; }
  /// Throws what ended the reading before its time: memory ran out, or the run directory is none of ours.
  SceneState Scene();
  /// See LiveSession.
  bool IsOver() const { return over_; }
  bool HasSeen() const { return seen_; }
  /// Looks once more and reads no further. Throws as Scene.
  void Stop();

 private:
  void Run(const std::stop_token& stop);
  void Follow(const std::stop_token& stop);
  void Publish(const LiveSession& session, bool news);

  std::filesystem::path run_directory_;
  std::mutex mutex_;
  SceneState scene_;          // guarded by mutex_
  std::exception_ptr error_;  // guarded by mutex_
  std::atomic<bool> news_ = false, over_ = false, seen_ = false;
  std::jthread thread_;
};

}  // namespace isogs
