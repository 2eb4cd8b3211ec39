// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/cuda/runtime.h"
#include "slam/losses/running_mean.h"

namespace isogs::cuda {

/// Mean of quotients whose numerators kernels write to the device: they come to the host together, when the
/// mean is taken.
class DeviceMean {
 public:
  explicit DeviceMean(Stream stream) : stream_(stream) {}

  /// Where the next numerator goes.
  double* Next(double denominator) {
    if (denominators_.size() == kSlots) Fetch();
    denominators_.push_back(denominator);
    return numerators_.Reserve(kSlots) + denominators_.size() - 1;
  }
  /// Adds a value that is known.
  void Add(double value) { mean_.Add(value); }
  double Take() {
    Fetch();
    return mean_.Take();
  }

 private:
  static constexpr size_t kSlots = 256;

  void Fetch() {
    std::vector<double> numerators(denominators_.size());
    CopyToHost(stream_, numerators.data(), numerators_.data(), numerators.size() * sizeof(double));
    for (size_t i = 0; i < numerators.size(); ++i) mean_.Add(numerators[i] / denominators_[i]);
    denominators_.clear();
  }

  Stream stream_;
  DeviceArray<double> numerators_{"sums of losses"};
  std::vector<double> denominators_;
  RunningMean mean_;
};

}  // namespace isogs::cuda
