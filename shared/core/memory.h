// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace isogs {

/// The most memory of this process that was resident at a time [bytes].
int64_t PeakResidentBytes();

/// Address space that this process has taken [bytes].
int64_t AddressSpaceBytes();

/// The most that it may take, by `ulimit -v` [bytes]; nothing: no limit.
std::optional<int64_t> AddressSpaceLimit();

/// Tells the allocator to keep what is freed for the next use, for the whole process. Frames and tensors of
/// some megabytes come and go all the time; by default each goes back to the kernel when freed, and the page
/// faults of the next one cost as much as decoding it. Under a limit of address space it is the other way
/// round: threads share one pool, and what is freed goes back. Does nothing where the allocator is not
/// glibc's.
void KeepFreedMemory();

/// Has all threads allocate from one pool, so that what one frees another uses: by default each keeps its own
/// share of all that passes through it. For programs whose threads hand large arrays to each other, and
/// seldom allocate small ones. Before there are threads.
void ShareFreedMemory();

}  // namespace isogs
