// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/tracking/alignment_state.h"
#include "slam/tracking/cuda/device_pyramid.h"

namespace isogs::cuda {

/// An alignment's state on the device, where its iterations read and change it: the host gives them all to
/// the stream without waiting for any. The same result every time.
class DeviceAlignment {
 public:
  explicit DeviceAlignment(Stream stream) : stream_(stream) {}

  void Start(const AlignmentState& state);
  /// An iteration at a level of the pyramids; does nothing if the state says that the level is done.
  void Iterate(int level, const DeviceViewPyramid& view, const DeviceFramePyramid& frame);
  /// Waits for the device.
  AlignmentState Fetch();

 private:
  Stream stream_;
  DeviceArray<AlignmentState> state_{"alignment"};
  DeviceArray<double> sums_{"alignment"};  // a row a block
};

}  // namespace isogs::cuda
