// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// Two sources implement this: one in builds with ISOGS_CUDA, one in all others.
namespace isogs {

/// Where a back end's memory lies.
enum class MemoryKind { kHost, kCuda };

/// Uninitialised memory of the CUDA device; `what` names its use in messages. Throws Error with a list of
/// what holds how much if there is not enough.
void* AllocateOnDevice(int64_t bytes, const char* what);
void FreeOnDevice(void* memory, int64_t bytes, const char* what) noexcept;
/// The same from blocks of that size that were given back before. What is given back the device must have
/// done with.
void* TakeBlockOnDevice(int64_t bytes, const char* what);
void GiveBlockBack(void* memory, int64_t bytes, const char* what) noexcept;
/// Copies that come after all that the kernels' stream was given, and are done when the call returns.
void CopyToDevice(void* to, const void* from, int64_t bytes);
void CopyFromDevice(void* to, const void* from, int64_t bytes);
/// Bytes of device memory that this process holds.
int64_t DeviceBytesHeld();

}  // namespace isogs
