// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/system/mapping_lane.h"

#include <utility>

namespace isogs {

void MappingLane::Start(std::function<MappedFrame()> call) {
  is_under_way_ = true;
  job_.Start([this, call = std::move(call)] {
    try {
      mapped_ = call();
    } catch (...) {
      failure_ = std::current_exception();
    }
  });
}

MappedFrame MappingLane::Take() {
  job_.WaitUntilIdle();
  is_under_way_ = false;
  if (const std::exception_ptr failure = std::exchange(failure_, nullptr)) std::rethrow_exception(failure);
  return mapped_;
}

}  // namespace isogs
