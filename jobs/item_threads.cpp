// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/item_threads.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "jobs/batch.h"
#include "shared/core/text.h"

namespace isogs {

int ThreadsOfAnItem() {
  const char* const text = std::getenv(kJobsVariable);
  const int jobs = ParseWhole<int>(text != nullptr ? text : "").value_or(0);
  if (jobs < 2) return 0;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / jobs);
}

}  // namespace isogs
