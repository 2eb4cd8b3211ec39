// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/keeping_up.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "shared/ipc/channel_layout.h"

namespace isogs {
namespace {

constexpr int64_t kSayDroppedEveryNs = 5'000'000'000;

}  // namespace

KeepingUp::KeepingUp(const Config& config, bool is_realtime, std::function<bool()> camera_is_there)
    : is_realtime_(is_realtime), camera_is_there_(std::move(camera_is_there)), pacer_(config.mapping) {}

std::optional<LiveFigures> KeepingUp::Add(SlamSystem& system, const Frame& frame, int64_t dropped) {
  if (frame.arrival_ns == 0) return std::nullopt;  // recorded before
  const int64_t now_ns = MonotonicNs();
  const LiveFigures figures{camera_is_there_(), dropped,
                            static_cast<double>(now_ns - frame.arrival_ns) * 1e-6, pacer_.effort()};
  if (dropped > dropped_ && now_ns - said_ns_ > kSayDroppedEveryNs) {
    spdlog::warn("frame {}: {} frames dropped since the last such line, {} in all: there is no time for them",
                 system.frames().size() - 1, dropped - dropped_, dropped);
    dropped_ = dropped;
    said_ns_ = now_ns;
  }
  if (is_realtime_ && pacer_.AddFrame(frame.timestamp_s, figures.latency_ms)) SetEffort(system);
  return figures;
}

void KeepingUp::AddMapped(SlamSystem& system, const MappedFrame& mapped) {
  if (is_realtime_ && pacer_.AddMapped(mapped.mapping.iterations, mapped.map_ms)) SetEffort(system);
}

void KeepingUp::SetEffort(SlamSystem& system) {
  const MappingEffort& effort = pacer_.effort();
  spdlog::info(
      "frame {}: mapping every {}th frame with {} iterations, {} % of the effort configured, to keep up with "
      "a frame each {:.0f} ms",
      system.frames().size() - 1, effort.every_frames, effort.iterations, pacer_.percent(),
      pacer_.period_ms());
  system.SetEffort(effort);
}

}  // namespace isogs
