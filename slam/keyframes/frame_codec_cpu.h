// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/keyframes/frame_codec.h"

namespace isogs {

std::unique_ptr<FrameCodec> MakeFrameCodecCpu();

}  // namespace isogs
