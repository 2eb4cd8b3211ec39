// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// Vectorised and multi-threaded; the result does not depend on the number of threads.
std::unique_ptr<FrameAligner> MakeFrameAlignerCpu();

}  // namespace isogs
