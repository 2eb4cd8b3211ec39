// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/send_budget.h"

#include <algorithm>

namespace isogs::web {
namespace {

constexpr SendBudget::Milliseconds kHorizon{250};
constexpr SendBudget::Milliseconds kMeasuring{100};

}  // namespace

void SendBudget::Sent(size_t bytes, Milliseconds now) {
  if (on_their_way_.empty()) {
    measured_since_ = now;  // idle before: says nothing of what it carries
    measured_bytes_ = 0;
  }
  on_their_way_.push_back(bytes);
  waiting_bytes_ += bytes;
  ++next_;
}

bool SendBudget::Acknowledge(uint32_t sequence, Milliseconds now) {
  const auto first = next_ - static_cast<uint32_t>(on_their_way_.size());
  const uint32_t count = sequence - first + 1;  // wraps as the numbers do
  if (count == 0 || count > on_their_way_.size()) return false;
  for (uint32_t i = 0; i < count; ++i) {
    waiting_bytes_ -= on_their_way_.front();
    measured_bytes_ += on_their_way_.front();
    on_their_way_.pop_front();
  }
  const auto measured = now - measured_since_;
  if (measured < kMeasuring) return true;
  // While the limit is what holds it, a quarter of a second carries more than the limit, which so grows.
  const size_t in_horizon =
      measured_bytes_ * static_cast<size_t>(kHorizon.count()) / static_cast<size_t>(measured.count());
  limit_ = std::clamp((limit_ + in_horizon) / 2, kLeastBytes, kMostBytes);
  measured_since_ = now;
  measured_bytes_ = 0;
  return true;
}

}  // namespace isogs::web
