// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/findings.h"

#include "shared/core/text.h"

namespace isogs::synthetic {

void Findings::Add(const std::string& line) {
  ++count_;
  if (lines_.size() < most_kept_) lines_.push_back(WithoutControls(line));
}

void Findings::Append(const Findings& others) {
  for (const std::string& line : others.lines_) Add(line);
  count_ += others.count_ - static_cast<int64_t>(others.lines_.size());
}

}  // namespace isogs::synthetic
