// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/io/file.h"

namespace isogs {

/// Writes `count` records of `size` bytes, in chunks of megabytes. `fill(i, bytes)` sets record i; it is
/// called from several threads.
template <typename Fill>
void WriteRecords(size_t count, size_t size, AtomicFile* file, Fill&& fill) {
  const size_t at_once = std::max<size_t>((size_t{2} << 20) / size, 1);
  std::vector<char> chunk(std::min(count, at_once) * size);
  for (size_t first = 0; first < count; first += at_once) {
    const size_t here = std::min(at_once, count - first);
    ParallelFor(static_cast<int64_t>(here), 8192, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        fill(first + i, &chunk[i * size]);
      }
    });
    file->Write({chunk.data(), here * size});
  }
}

}  // namespace isogs
