// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/memory_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace isogs::cuda {
namespace {

double Mebibytes(size_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

}  // namespace

void MemoryLedger::Add(const std::string& what, size_t bytes) {
  const std::lock_guard lock(mutex_);
  held_[what] += bytes;
}

void MemoryLedger::Remove(const std::string& what, size_t bytes) {
  const std::lock_guard lock(mutex_);
  size_t& held = held_[what];
  held -= std::min(held, bytes);
}

void MemoryLedger::Rename(const std::string& from, const std::string& to, size_t bytes) {
  const std::lock_guard lock(mutex_);
  held_[from] -= std::min(held_[from], bytes);
  held_[to] += bytes;
}

size_t MemoryLedger::total() const {
  const std::lock_guard lock(mutex_);
  size_t sum = 0;
  for (const auto& [what, bytes] : held_) sum += bytes;
  return sum;
}

void MemoryLedger::SetAdvice(const std::string& advice) {
  const std::lock_guard lock(mutex_);
  advice_ = advice;
}

std::string MemoryLedger::Complaint(const std::string& what, size_t bytes) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<size_t, std::string>> holders;
  for (const auto& [name, held] : held_) {
    if (held > 0) holders.emplace_back(held, name);
  }
  std::sort(holders.rbegin(), holders.rend());
  std::string message =
      fmt::format("device memory: no room for {:.0f} MiB of {}; held:", Mebibytes(bytes), what);
  for (const auto& [held, name] : holders) message += fmt::format(" {} {:.0f} MiB,", name, Mebibytes(held));
  if (holders.empty()) message += " nothing by this program,";
  return message + " " + advice_;
}

// Never destroyed: memory may be given back when the process ends.
MemoryLedger& Ledger() {
  static MemoryLedger& ledger = *new MemoryLedger;
  return ledger;
}

}  // namespace isogs::cuda
