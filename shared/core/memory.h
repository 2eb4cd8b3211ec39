// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace isogs {

/// The most memory of this process that was resident at a time [bytes].
int64_t PeakResidentBytes();

/// Tells the allocator to keep what is freed for the next use, for the whole process. Frames and tensors of
/// some megabytes come and go all the time; by default each goes back to the kernel when freed, and the page
/// faults of the next one cost as much as decoding it. Does nothing where the allocator is not glibc's.
void KeepFreedMemory();

}  // namespace isogs
