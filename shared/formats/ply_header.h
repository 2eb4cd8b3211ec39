// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isogs {

enum class PlyFormat { kAscii, kBinaryLittleEndian, kBinaryBigEndian };

enum class PlyScalar { kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kFloat32, kFloat64 };

/// Bytes of a value in a binary file.
size_t PlyScalarSize(PlyScalar scalar);
/// A value of a file in that binary format; a double holds all of them exactly.
double LoadPlyScalar(PlyScalar scalar, PlyFormat format, const char* bytes);

struct PlyProperty {
  std::string name;
  PlyScalar scalar = PlyScalar::kFloat32;  // of each value
  std::optional<PlyScalar> list_size;      // of the count before the values of a list; nothing: one value
};

struct PlyElement {
  std::string name;
  uint64_t count = 0;
  std::vector<PlyProperty> properties;

  /// Position in `properties`, if it is there.
  std::optional<size_t> Find(std::string_view property) const;
  bool has_list() const;
  /// Bytes of one in a binary file, with empty lists.
  size_t MinimumSize() const;
};

/// What stands before the values of a PLY file (Turk 1994).
struct PlyHeader {
  PlyFormat format = PlyFormat::kBinaryLittleEndian;
  std::vector<PlyElement> elements;  // in the order of the file
  size_t lines = 0;                  // of text, all
};

/// A PLY file that was opened and its header read.
struct PlyFile {
  std::unique_ptr<std::istream> in;  // at the first value
  PlyHeader header;
  uint64_t value_bytes = 0;  // of the file, behind the header
};

/// Throws Error naming the file if it cannot be read, has no header or one that is wrong or very long.
PlyFile OpenPly(const std::filesystem::path& path);

}  // namespace isogs
