// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace isogs::cuda {

/// Memory that host and device both reach, for tests; null where there is none. Allocates nothing with `new`.
void* TryAllocateUnified(size_t bytes) noexcept;

}  // namespace isogs::cuda
