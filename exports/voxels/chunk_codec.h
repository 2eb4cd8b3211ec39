// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace isogs {

/// The bytes that HDF5's filters "shuffle" and "deflate" make of the values of a chunk: with libdeflate, on
/// whatever thread calls, where HDF5 itself would use zlib on one. `level`: 1 to 9.
std::vector<std::byte> ShuffledAndDeflated(std::span<const float> values, int level);

}  // namespace isogs
