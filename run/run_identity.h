// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "shared/config/config.h"

namespace isogs {

/// The part of a configuration that decides a run's results, a line "key=value" each, for a checkpoint to
/// keep. Left out are keys that a resumed run may change: output, frames, threads, device, dataset.path (the
/// images are compared instead), dataset.prefetch_frames, and the sections logging, publish, meshing, viewer
/// and checkpoint.
std::string IdentityOf(const Config& config);

/// What differs between two identities, as "key (a -> b)".
std::vector<std::string> IdentityDifferences(const std::string& a, const std::string& b);

}  // namespace isogs
