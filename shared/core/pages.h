// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace isogs {

/// Makes `memory`, `held` bytes of pages from this function or null, `bytes` long and returns where it is
/// now. The kernel moves the pages, not their contents, and pages that nobody has written take no memory: an
/// array may be longer than it needs to be. New bytes are 0. Throws std::bad_alloc, and leaves `memory` as it
/// is, if there are not so many.
void* GrowPages(void* memory, size_t held, size_t bytes);
void FreePages(void* memory, size_t held) noexcept;

}  // namespace isogs
