// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hwy/targets.h>

#include <cstdint>
#include <string>
#include <vector>

namespace isogs {

/// An instruction set that Highway can choose; tests of vectorised code run on every one this machine has.
struct SimdTarget {
  int64_t id;
  std::string name;  // e.g. AVX2
};

inline std::vector<SimdTarget> SimdTargets() {
  std::vector<SimdTarget> targets;
  for (const int64_t id : hwy::SupportedAndGeneratedTargets()) targets.push_back({id, hwy::TargetName(id)});
  return targets;
}

/// Whatever Highway chooses, for code that does not use it.
inline SimdTarget AnySimdTarget() { return {0, "any"}; }

/// Makes HWY_DYNAMIC_DISPATCH choose one target for as long as it lives.
class ScopedSimdTarget {
 public:
  explicit ScopedSimdTarget(const SimdTarget& target) {
    hwy::SetSupportedTargetsForTest(target.id);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ~ScopedSimdTarget() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ScopedSimdTarget(const ScopedSimdTarget&) = delete;
  ScopedSimdTarget& operator=(const ScopedSimdTarget&) = delete;
};

}  // namespace isogs
