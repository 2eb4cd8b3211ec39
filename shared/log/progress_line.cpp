// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/log/progress_line.h"

#include <spdlog/fmt/fmt.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace isogs {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTerminalInterval(100);
constexpr milliseconds kPlainInterval(2000);
constexpr size_t kRateFrames = 50;  // the rate is the mean over so many
constexpr int kDefaultColumns = 100;

/// 950, 68k, 1.25M.
std::string ShortCount(int64_t count) {
  if (count < 10'000) return fmt::format("{}", count);
  if (count < 1'000'000) return fmt::format("{}k", count / 1000);
  return fmt::format("{:.2f}M", static_cast<double>(count) / 1e6);
}

/// 0:07, 12:30, 3:05:09.
std::string Clock(double seconds) {
  const auto total = static_cast<int64_t>(std::min(std::ceil(seconds), 3.6e6));
  if (total < 3600) return fmt::format("{}:{:02}", total / 60, total % 60);
  return fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

}  // namespace

ProgressLine::ProgressLine(std::ostream& out, bool is_terminal, int columns, std::function<Time()> now)
    : out_(out), is_terminal_(is_terminal), columns_(columns), now_(std::move(now)) {}

void ProgressLine::Update(const Progress& progress) noexcept {
  try {
    const Time now = now_();
    latest_ = progress;
    latest_is_printed_ = false;
    recent_.push_back({now, progress.frame});
    if (recent_.size() > kRateFrames + 1) recent_.pop_front();
    if (!printed_ || now - *printed_ >= (is_terminal_ ? kTerminalInterval : kPlainInterval)) Print(now);
  } catch (...) {  // a progress line is not worth a run
  }
}

void ProgressLine::Interrupt() noexcept {
  try {
    if (is_terminal_ && printed_) out_ << "\r\x1b[K" << std::flush;
    printed_.reset();
  } catch (...) {
  }
}

void ProgressLine::Finish() noexcept {
  try {
    if (!latest_) return;
    if (!latest_is_printed_) Print(now_());
    if (is_terminal_) out_ << '\n' << std::flush;
    latest_.reset();
  } catch (...) {
  }
}

double ProgressLine::FramesPerSecond() const {
  const std::chrono::duration<double> span = recent_.back().time - recent_.front().time;
  const auto frames = static_cast<double>(recent_.back().frame - recent_.front().frame);
  return span.count() > 0.0 ? frames / span.count() : 0.0;
}

std::string ProgressLine::Text() const {
  const Progress& at = *latest_;
  std::vector<std::string> fields = {at.frames > 0 ? fmt::format("{} {}/{}", at.unit, at.frame, at.frames)
                                                   : fmt::format("{} {}", at.unit, at.frame)};
  if (const double rate = FramesPerSecond(); rate > 0.0) {
    if (at.track_ms) fields.push_back(fmt::format("{:.{}f} fps", rate, rate < 10.0 ? 2 : 1));
    const double left = static_cast<double>(at.frames - at.frame);
    if (left >= 0.0) fields.push_back("ETA " + Clock(left / rate));
  }
  if (at.failed.value_or(0) > 0) fields.push_back(fmt::format("{} failed", *at.failed));
  if (at.running.value_or(0) > 0) fields.push_back(fmt::format("{} running", *at.running));
  if (at.gaussians) fields.push_back(ShortCount(*at.gaussians) + " Gaussians");
  if (at.track_ms) {
    std::string times = fmt::format("track {:.0f}", *at.track_ms);
    if (at.map_ms) times += fmt::format(" map {:.0f}", *at.map_ms);
    fields.push_back(times + " ms");
  }
  if (at.latency_ms) fields.push_back(fmt::format("lag {:.0f} ms", *at.latency_ms));
  if (at.dropped.value_or(0) > 0) fields.push_back(fmt::format("{} dropped", *at.dropped));
  if (at.psnr_db) fields.push_back(fmt::format("PSNR {:.1f} dB", *at.psnr_db));

  std::string line = fields.front();
  for (size_t i = 1; i < fields.size(); ++i) {
    if (line.size() + 2 + fields[i].size() > static_cast<size_t>(columns_)) break;
    line += "  " + fields[i];
  }
  return line;
}

void ProgressLine::Print(Time now) {
  // "\x1b[K" clears what is left of a longer line before.
  const std::string text = is_terminal_ ? fmt::format("\r{}\x1b[K", Text()) : fmt::format("{}\n", Text());
  out_ << text << std::flush;
  printed_ = now;
  latest_is_printed_ = true;
}

int StdoutColumns() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefaultColumns;
  return size.ws_col;
}

bool StdoutIsTerminal() { return isatty(STDOUT_FILENO) != 0; }

}  // namespace isogs
