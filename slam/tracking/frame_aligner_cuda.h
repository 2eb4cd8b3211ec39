// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// Images and sums on the device, the 6x6 systems solved on the host: Align waits for the device once an
/// iteration, to fetch 39 sums. The same result every time.
std::unique_ptr<FrameAligner> MakeFrameAlignerCuda(cuda::Stream stream);

}  // namespace isogs
