// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isogs::synthetic {

/// What is wrong with a data set, a line each. All are counted, the first ones are kept.
class Findings {
 public:
  explicit Findings(size_t most_kept) : most_kept_(most_kept) {}

  void Add(const std::string& line);
  /// Behind these.
  void Append(const Findings& others);

  int64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  size_t most_kept_;
  std::vector<std::string> lines_;
  int64_t count_ = 0;
};

}  // namespace isogs::synthetic
