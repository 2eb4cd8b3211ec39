// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/zip_writer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/checksum.h"

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "zip records are written as they lie in memory");

constexpr uint16_t kVersion = 20;
constexpr uint16_t kVersionZip64 = 45;
constexpr uint16_t kMadeByUnix = 3 << 8;
constexpr uint16_t kUtf8Name = 1 << 11;
constexpr uint16_t kStored = 0;
constexpr uint16_t kTime = 0;
constexpr uint16_t kDate = (0 << 9) | (1 << 5) | 1;  // 1980-01-01, the first date of the format
constexpr uint16_t kZip64Extra = 0x0001;
constexpr uint32_t kRegularFile0644 = 0100644u << 16;
constexpr uint32_t kIn64 = 0xffffffff;  // "see the zip64 field"
constexpr uint16_t kIn64Short = 0xffff;

/// A record built field by field, little-endian and without padding.
class Record {
 public:
  template <typename T>
  Record& Put(T value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Record& Put(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  std::span<const std::byte> bytes() const { return bytes_; }
  uint16_t size() const { return static_cast<uint16_t>(bytes_.size()); }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace

ZipWriter::ZipWriter(ByteSink sink, uint64_t zip64_from) : sink_(std::move(sink)), zip64_from_(zip64_from) {}

void ZipWriter::Add(const std::string& name, std::span<const std::span<const std::byte>> pieces) {
  if (name.empty() || name.size() > 0x7fff) throw Error("zip: a member's name must have 1 to 32767 bytes");
  Member member{name, 0, 0, written_};
  for (const auto& piece : pieces) {
    member.crc = Crc32(member.crc, piece);
    member.size += piece.size();
  }
  EmitLocalHeader(member);
  for (const auto& piece : pieces) Emit(piece);
  members_.push_back(std::move(member));
}

void ZipWriter::Finish() {
  const uint64_t directory_offset = written_;
  for (const Member& member : members_) EmitDirectoryEntry(member);
  EmitDirectoryEnd(directory_offset);
}

void ZipWriter::Emit(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  sink_(bytes);
  written_ += bytes.size();
}

void ZipWriter::EmitLocalHeader(const Member& member) {  // APPNOTE 4.3.7
  const bool zip64 = member.size >= zip64_from_;
  const uint32_t size = zip64 ? kIn64 : static_cast<uint32_t>(member.size);
  Record extra;
  if (zip64) extra.Put(kZip64Extra).Put(uint16_t{16}).Put(member.size).Put(member.size);
  Record header;
  header.Put(uint32_t{0x04034b50}).Put(zip64 ? kVersionZip64 : kVersion).Put(kUtf8Name).Put(kStored);
  header.Put(kTime).Put(kDate).Put(member.crc).Put(size).Put(size);
  header.Put(static_cast<uint16_t>(member.name.size())).Put(extra.size()).Put(member.name);
  Emit(header.bytes());
  Emit(extra.bytes());
}

void ZipWriter::EmitDirectoryEntry(const Member& member) {  // APPNOTE 4.3.12
  const bool big = member.size >= zip64_from_;
  const bool far = member.offset >= zip64_from_;
  const uint16_t version = big || far ? kVersionZip64 : kVersion;
  const uint32_t size = big ? kIn64 : static_cast<uint32_t>(member.size);
  const uint32_t offset = far ? kIn64 : static_cast<uint32_t>(member.offset);
  Record extra;
  if (big || far) extra.Put(kZip64Extra).Put(static_cast<uint16_t>((big ? 16 : 0) + (far ? 8 : 0)));
  if (big) extra.Put(member.size).Put(member.size);
  if (far) extra.Put(member.offset);
  Record header;
  header.Put(uint32_t{0x02014b50}).Put(static_cast<uint16_t>(kMadeByUnix | version)).Put(version);
  header.Put(kUtf8Name).Put(kStored).Put(kTime).Put(kDate).Put(member.crc).Put(size).Put(size);
  header.Put(static_cast<uint16_t>(member.name.size())).Put(extra.size());
  header.Put(uint16_t{0}).Put(uint16_t{0}).Put(uint16_t{0});  // comment, disk, internal attributes
  header.Put(kRegularFile0644).Put(offset).Put(member.name);
  Emit(header.bytes());
  Emit(extra.bytes());
}

void ZipWriter::EmitDirectoryEnd(uint64_t directory_offset) {
  const uint64_t end_offset = written_;
  const uint64_t directory_size = end_offset - directory_offset;
  const uint64_t count = members_.size();
  const bool zip64 = count >= kIn64Short || directory_size >= zip64_from_ || directory_offset >= zip64_from_;
  if (zip64) {  // APPNOTE 4.3.14 and 4.3.15
    Record end;
    end.Put(uint32_t{0x06064b50}).Put(uint64_t{44}).Put(static_cast<uint16_t>(kMadeByUnix | kVersionZip64));
    end.Put(kVersionZip64).Put(uint32_t{0}).Put(uint32_t{0}).Put(count).Put(count);
    end.Put(directory_size).Put(directory_offset);
    end.Put(uint32_t{0x07064b50}).Put(uint32_t{0}).Put(end_offset).Put(uint32_t{1});
    Emit(end.bytes());
  }
  const uint16_t short_count = zip64 ? kIn64Short : static_cast<uint16_t>(count);
  Record end;  // APPNOTE 4.3.16
  end.Put(uint32_t{0x06054b50}).Put(uint16_t{0}).Put(uint16_t{0}).Put(short_count).Put(short_count);
  end.Put(zip64 ? kIn64 : static_cast<uint32_t>(directory_size));
  end.Put(zip64 ? kIn64 : static_cast<uint32_t>(directory_offset)).Put(uint16_t{0});
  Emit(end.bytes());
}

}  // namespace isogs
