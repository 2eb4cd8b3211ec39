// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace isogs {

/// CRC-32 as in zip and zlib, of `bytes` behind what gave `crc` (0: nothing). Some ten gigabytes a second, so
/// that a checkpoint costs little more than copying it.
uint32_t Crc32(uint32_t crc, std::span<const std::byte> bytes);

}  // namespace isogs
