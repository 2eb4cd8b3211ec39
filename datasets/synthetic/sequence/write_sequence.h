// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "datasets/synthetic/sequence/sequence_options.h"

namespace isogs::synthetic {

/// How far it is; returns whether to go on.
using SequenceProgress = std::function<bool(int64_t frames_done)>;

/// Writes a sequence as a data set in Replica's layout, with the mesh of what was seen (mesh.ply) and a
/// configuration to run it with (config.yaml). Throws UsageError for options out of range and where `folder`
/// is not empty, Error where a file cannot be written or `progress` says stop; then nothing of it is left.
/// The same bytes on any number of threads.
void WriteSequence(const std::filesystem::path& folder, const SequenceOptions& options,
                   const SequenceProgress& progress);

}  // namespace isogs::synthetic
