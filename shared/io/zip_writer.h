// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace isogs {

/// Takes the bytes of a file in order; throws if it cannot.
using ByteSink = std::function<void(std::span<const std::byte>)>;

/// Writes a zip archive in one pass: members stored uncompressed in the order given, dated 1980-01-01, so
/// that equal members give equal bytes. Zip64 fields appear where a member or an offset needs them and
/// nowhere else. Layout: PKWARE APPNOTE.TXT 6.3, sections 4.3 to 4.5.
class ZipWriter {
 public:
  /// Sizes and offsets from here on are written as zip64; lower only in tests.
  static constexpr uint64_t kZip64From = 0xffffffff;

  explicit ZipWriter(ByteSink sink, uint64_t zip64_from = kZip64From);

  /// Adds a member whose content is `pieces` one after the other. They are read twice: once for the checksum
  /// that stands before them.
  void Add(const std::string& name, std::span<const std::span<const std::byte>> pieces);
  /// Writes the directory. Nothing may be added afterwards.
  void Finish();

 private:
  struct Member {
    std::string name;
    uint32_t crc = 0;
    uint64_t size = 0;
    uint64_t offset = 0;  // of its local header
  };

  void Emit(std::span<const std::byte> bytes);
  void EmitLocalHeader(const Member& member);
  void EmitDirectoryEntry(const Member& member);
  void EmitDirectoryEnd(uint64_t directory_offset);

  ByteSink sink_;
  uint64_t zip64_from_;
  uint64_t written_ = 0;
  std::vector<Member> members_;
};

}  // namespace isogs
