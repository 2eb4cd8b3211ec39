// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace isogs::test {

/// Leaves in `folder` what a finished and evaluated run of `frames` frames leaves, made up: a way around a
/// circle, 5 mm off to alternate sides; every fifth frame mapped; frame 7 lost, frame 8 in doubt; a loop at
/// the last; views, of which that of frame 3 is the worst, and pictures of frames 3 and 4; a mesh.
void WriteMadeUpRun(const std::filesystem::path& folder, int64_t frames = 20);

}  // namespace isogs::test
