// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/ros1_bag.h"

#include <spdlog/spdlog.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "datasets/rosbag/records.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/byte_reader.h"

namespace isogs {
namespace {

constexpr std::string_view kMagic = "#ROSBAG V2.0\n";
constexpr size_t kMaxHeaderBytes = 1 << 20;

enum Op : uint8_t { kMessage = 2, kFileHeader = 3, kIndex = 4, kChunk = 5, kChunkInfo = 6, kConnection = 7 };

/// "name=value", each behind its length.
class Fields {
 public:
  explicit Fields(std::string_view header) {
    ByteReader reader(header);
    while (reader.left() > 0) {
      const std::string_view field = reader.TakeBytes(reader.Take<uint32_t>());
      const size_t middle = field.find('=');
      if (middle == std::string_view::npos)
        throw Error("found a field " + Quoted(field) + " without a value");
      fields_[field.substr(0, middle)] = field.substr(middle + 1);
    }
  }

  template <typename T>
  T Number(std::string_view name) const {
    const std::string_view value = Text(name);
    if (value.size() != sizeof(T)) {
      throw Error("field " + std::string(name) + ": found " + std::to_string(value.size()) +
                  " bytes, expected " + std::to_string(sizeof(T)));
    }
    return ByteReader(value).Take<T>();
  }
  /// Seconds and nanoseconds.
  int64_t TimeNs(std::string_view name) const {
    const auto value = Number<uint64_t>(name);
    return static_cast<int64_t>(value & 0xFFFFFFFF) * 1'000'000'000 + static_cast<int64_t>(value >> 32);
  }
  /// Empty where there is none.
  std::string_view Text(std::string_view name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view() : found->second;
  }

 private:
  std::map<std::string_view, std::string_view> fields_;
};

struct Place {
  uint64_t data = 0;  // where it begins
  uint32_t data_size = 0;
  uint64_t end() const { return data + data_size; }
};

/// Calls `see(fields, place)` for each record. The last one's data may reach beyond the bytes' end.
template <typename See>
void ForEachRecord(ByteWindow* bytes, uint64_t begin, const See& see) {
  for (uint64_t at = begin; at < bytes->size();) {
    const auto header_size = ByteReader(bytes->ViewAll(at, 4)).Take<uint32_t>();
    if (header_size > kMaxHeaderBytes) throw Error("found no record at byte " + std::to_string(at));
    const std::string header(bytes->ViewAll(at + 4, header_size));
    Place place;
    place.data = at + 8 + header_size;
    place.data_size = ByteReader(bytes->ViewAll(at + 4 + header_size, 4)).Take<uint32_t>();
    see(Fields(header), place);
    at = place.end();
  }
}

Connection ConnectionOf(const Fields& fields, const Place& place, ByteWindow* bytes) {
  if (place.data_size > kMaxHeaderBytes) throw Error("found a connection of more than a megabyte");
  const std::string data(bytes->ViewAll(place.data, place.data_size));
  return {fields.Number<uint32_t>("conn"), std::string(fields.Text("topic")),
          TypeName(Fields(data).Text("type")), false};
}

void FindRos1Records(ByteWindow* bytes, Records* records) {
  ForEachRecord(bytes, 0, [&](const Fields& fields, const Place& place) {
    const auto op = fields.Number<uint8_t>("op");
    if (op == kConnection) records->connections.push_back(ConnectionOf(fields, place, bytes));
    if (op != kMessage) return;
    AddMessage(bytes, place.data, place.data_size, fields.Number<uint32_t>("conn"), fields.TimeNs("time"),
               records);
  });
}

Chunk ChunkOf(const Fields& fields, const Place& place) {
  return {place.data, place.data_size, fields.Number<uint32_t>("size"),
          ChunkPackingNamed(fields.Text("compression")), 0};
}

void CheckFileHeader(const Fields& fields, const std::string& name) {
  if (!fields.Text("encryptor").empty()) {
    throw UsageError(name + ": found an encrypted bag (" + Quoted(fields.Text("encryptor")) +
                     "), expected one that is not");
  }
  if (fields.Number<uint64_t>("index_pos") == 0) {
    spdlog::warn("{}: was not closed, so that it has no index; looking through all of it", name);
  }
}

}  // namespace

std::unique_ptr<Bag> OpenRos1Bag(const std::filesystem::path& file) {
  auto store = std::make_unique<ChunkStore>(file);
  const std::string& name = store->file().name();
  ByteWindow bytes(store->file(), 0, store->file().size());
  const std::string_view magic = bytes.View(0, kMagic.size());
  if (magic != kMagic) {
    const bool is_older = magic.starts_with("#ROSBAG V1") || magic.starts_with("#ROSRECORD");
    throw Error(name + ": found " + Quoted(magic) + ", expected \"#ROSBAG V2.0\"" +
                (is_older ? "; rosbag migrate brings it there" : ""));
  }
  Records outside;
  try {
    ForEachRecord(&bytes, kMagic.size(), [&](const Fields& fields, const Place& place) {
      const auto op = fields.Number<uint8_t>("op");
      if (op == kFileHeader) CheckFileHeader(fields, name);
      if (op == kConnection) outside.connections.push_back(ConnectionOf(fields, place, &bytes));
      if (op == kChunk) store->Add(ChunkOf(fields, place));
      if (place.end() > bytes.size()) throw Error("ends inside a record");
    });
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    spdlog::warn("{}: {}; what stands before is used", name, error.what());
  }
  return MakeChunkedBag(std::move(store), std::move(outside), FindRos1Records);
}

}  // namespace isogs
