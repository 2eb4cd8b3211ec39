// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace isogs::cuda {

/// Who holds how much device memory.
class MemoryLedger {
 public:
  void Add(const std::string& what, size_t bytes);
  void Remove(const std::string& what, size_t bytes);
  /// Memory that serves another use now.
  void Rename(const std::string& from, const std::string& to, size_t bytes);
  size_t total() const;
  /// What a user can do about too little memory.
  void SetAdvice(const std::string& advice);
  /// One line for an allocation of `bytes` for `what` that failed: what holds how much, and what to lower.
  std::string Complaint(const std::string& what, size_t bytes) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, size_t> held_;
  std::string advice_ = "lower map.max_gaussians or mapping.window";
};

/// The process's own.
MemoryLedger& Ledger();

}  // namespace isogs::cuda
