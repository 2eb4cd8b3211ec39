// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/algorithms.h"
#include "slam/losses/iso_cuda.h"

namespace isogs::cuda {

/// Draws samples of a measured surface on the device; nothing comes to the host.
class SampleDrawer {
 public:
  explicit SampleDrawer(Stream stream) : algorithms_(stream) {}

  /// `count` of the view's valid pixels without replacement, chosen by `seed`. Valid until the next call.
  DeviceSamples Draw(const MeasuredView& view, int64_t count, uint64_t seed);

 private:
  Algorithms algorithms_;
  DeviceArray<uint8_t> flags_{"iso loss"};
  DeviceArray<int32_t> valid_{"iso loss"}, word_counts_{"iso loss"};
  DeviceArray<int64_t> valid_count_{"iso loss"}, ranks_{"iso loss"};
  DeviceArray<SampleWord> words_{"iso loss"};
  DeviceArray<float> points_{"iso loss"};
};

}  // namespace isogs::cuda
