// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_camera.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <thread>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/camera_folder.h"
#include "shared/ipc/channel_layout.h"

namespace isogs {
namespace {

/// A thirtieth of the time between frames.
constexpr std::chrono::milliseconds kPause(1);
constexpr std::chrono::milliseconds kPauseWithoutCamera(10);
constexpr int64_t kLookEveryNs = 200'000'000;

std::string Describe(const CameraFacts& facts) {
  const auto size = [](int64_t width, int64_t height) {
    return std::to_string(width) + "x" + std::to_string(height);
  };
  return "colours of " + size(facts.color_width, facts.color_height) + ", depth of " +
         size(facts.depth_width, facts.depth_height) + ", fx " + std::to_string(facts.camera.fx);
}

}  // namespace

LiveCamera::LiveCamera(const std::string& name, std::function<bool()> stop)
    : name_(name), stop_(std::move(stop)), subscriber_(CameraFolder(name)) {}

std::optional<CameraFacts> LiveCamera::Facts() {
  if (!facts_) first_ = Next();
  return facts_;
}

std::optional<CameraFrame> LiveCamera::Next() {
  if (first_) return std::exchange(first_, std::nullopt);
  return Take();
}

std::optional<CameraFrame> LiveCamera::Take() {
  while (!has_ended_ && !is_stopped_ && !stop_()) {
    std::optional<Received<CameraFrame>> received = TryTake();
    if (!received) {
      WaitALittle();
    } else if (received->value.head.is_end) {
      // What an earlier process left is no end of this run.
      has_ended_ = facts_.has_value();
    } else if (Note(*received)) {
      return std::move(received->value);
    }
  }
  return std::nullopt;
}

std::optional<Received<CameraFrame>> LiveCamera::TryTake() {
  try {
    std::optional<Received<CameraFrame>> received = subscriber_.TakeNext();
    if (received) complaint_.clear();
    return received;
  } catch (const Error& error) {
    if (std::exchange(complaint_, error.what()) != error.what())
      spdlog::warn("camera {}: {}", name_, error.what());
    return std::nullopt;
  }
}

bool LiveCamera::Note(Received<CameraFrame>& received) {
  const CameraFrame::Head& head = received.value.head;
  if (facts_ && head.facts != *facts_) {
    throw Error("camera " + name_ + ": found " + Describe(head.facts) +
                ", expected those of its first frames, " + Describe(*facts_));
  }
  if (received.new_epoch && facts_) spdlog::info("camera {} is back", name_);
  said_waiting_ = false;
  is_there_ = true;
  const uint64_t before = received.new_epoch ? 0 : number_;
  // Before the run began nobody was there to miss them.
  if (facts_ && received.number > before + 1) missed_ += static_cast<int64_t>(received.number - before - 1);
  number_ = received.number;
  const std::optional<double> stamp_s =
      stamps_.Accept(head.stamp_s, head.arrival_ns, received.new_epoch && facts_);
  if (!stamp_s) {
    if (out_of_order_++ == 0) {
      spdlog::warn("camera {}: a frame of {:.6f} s is no later than the one before, and is left out", name_,
                   head.stamp_s);
    }
    return false;
  }
  if (stamps_.was_set_back()) {
    spdlog::warn("camera {}: its clock was set back to {:.3f} s; the run's goes on", name_, head.stamp_s);
  }
  received.value.head.stamp_s = *stamp_s;
  facts_ = head.facts;
  return true;
}

void LiveCamera::WaitALittle() {
  if (const int64_t now = MonotonicNs(); now - looked_ns_ > kLookEveryNs) {
    looked_ns_ = now;
    try {
      is_there_ = subscriber_.WriterIsAlive();
    } catch (const Error&) {  // said by whoever reads the channel
      is_there_ = false;
    }
    if (!is_there_) SayWaiting();
  }
  std::this_thread::sleep_for(is_there_ ? kPause : kPauseWithoutCamera);
}

void LiveCamera::SayWaiting() {
  if (std::exchange(said_waiting_, true)) return;
  if (facts_) {
    spdlog::warn("camera {} is gone; waiting for it to come back (Ctrl-C ends the run)", name_);
  } else {
    spdlog::info("waiting for camera {} (Ctrl-C ends the wait)", name_);
  }
}

}  // namespace isogs
