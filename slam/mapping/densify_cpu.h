// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/mapping/densify.h"

namespace isogs {

/// Densification on the CPU, bit for bit the same for any number of threads.
std::unique_ptr<Densifier> MakeDensifierCpu();

}  // namespace isogs
