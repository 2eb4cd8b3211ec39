// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/checksum.h"

#include <libdeflate.h>

namespace isogs {

uint32_t Crc32(uint32_t crc, std::span<const std::byte> bytes) {
  if (bytes.empty()) return crc;  // libdeflate starts anew when given a null pointer
  return libdeflate_crc32(crc, bytes.data(), bytes.size());
}

}  // namespace isogs
