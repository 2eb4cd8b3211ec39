// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/exif.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace isogs {
namespace {

constexpr uint32_t kMagic = 42;
constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShort = 3;  // type of a 16-bit value
constexpr size_t kEntryBytes = 12;

/// Numbers of a TIFF structure in the byte order that it names.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_endian_(bytes.starts_with("II")) {}

  /// Of `size` bytes; nothing beyond the end.
  std::optional<uint32_t> At(size_t offset, size_t size) const {
    if (offset > bytes_.size() || bytes_.size() - offset < size) return std::nullopt;
    uint32_t value = 0;
    for (size_t k = 0; k < size; ++k) {
      const auto byte = static_cast<uint8_t>(bytes_[offset + (little_endian_ ? size - 1 - k : k)]);
      value = value << 8 | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_endian_;
};

}  // namespace

int ExifOrientation(std::string_view tiff) {
  if (!tiff.starts_with("II") && !tiff.starts_with("MM")) return kUpright;
  const Tiff numbers(tiff);
  const size_t directory = numbers.At(4, 4).value_or(0);
  if (numbers.At(2, 2) != kMagic) return kUpright;
  const uint32_t entries = numbers.At(directory, 2).value_or(0);
  for (uint32_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + kEntryBytes * i;
    if (numbers.At(entry, 2) != kOrientationTag || numbers.At(entry + 2, 2) != kShort) continue;
    const uint32_t value = numbers.At(entry + 8, 2).value_or(0);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : kUpright;
  }
  return kUpright;
}

}  // namespace isogs
