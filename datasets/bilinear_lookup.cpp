// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/bilinear_lookup.h"

namespace isogs {

void LookUp(const uint8_t* plane, int stride, const LookupTable& at, size_t begin, size_t end,
            uint8_t* target) {
  constexpr int32_t kHalf = 1 << (2 * LookupTable::kBits - 1);
  for (size_t x = begin; x < end; ++x) {
    const uint8_t* upper = plane + at.first[x];
    const uint8_t* lower = upper + stride;
    const int32_t right = at.right[x], left = LookupTable::kOne - right, down = at.down[x];
    const int32_t top = upper[0] * left + upper[1] * right;
    const int32_t bottom = lower[0] * left + lower[1] * right;
    target[x - begin] = static_cast<uint8_t>((top * (LookupTable::kOne - down) + bottom * down + kHalf) >>
                                             (2 * LookupTable::kBits));
  }
}

}  // namespace isogs
