// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/mapping/map_memory.h"

namespace isogs {

/// Arrays of pages, which grow without a copy, and whose spare rows take no memory.
std::unique_ptr<MapMemory> MakeMapMemoryCpu();

}  // namespace isogs
