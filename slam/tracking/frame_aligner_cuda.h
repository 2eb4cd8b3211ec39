// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// All on the device: Align waits for it once, to fetch the result, which is the same every time.
std::unique_ptr<FrameAligner> MakeFrameAlignerCuda(cuda::Stream stream);

}  // namespace isogs
