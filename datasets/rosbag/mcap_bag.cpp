// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/mcap_bag.h"

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

constexpr std::string_view kMagic = "\x89MCAP0\r\n";
constexpr uint64_t kOpAndLength = 1 + 8;
constexpr uint64_t kMessageHeader = 2 + 4 + 8 + 8;  // channel, number, log time, publish time
constexpr uint64_t kChunkHeader =
    8 + 8 + 8 + 4 + 4;  // times, size, checksum, length of the compression's name
constexpr uint64_t kMaxNameBytes = 1 << 10;
constexpr uint64_t kMaxSchemaBytes = 1 << 24;

enum Op : uint8_t { kSchema = 3, kChannel = 4, kMessage = 5, kChunk = 6, kDataEnd = 15 };

struct Record {
  uint8_t op = 0;
  uint64_t data = 0;  // where it begins
  uint64_t data_size = 0;
  uint64_t end() const { return data + data_size; }
};

/// Calls `see(record)` for each until it says false. The last one's data may reach beyond the bytes' end.
template <typename See>
void ForEachRecord(ByteWindow* bytes, uint64_t begin, const See& see) {
  for (uint64_t at = begin; at < bytes->size();) {
    ByteReader reader(bytes->ViewAll(at, kOpAndLength));
    Record record;
    record.op = reader.Take<uint8_t>();
    record.data = at + kOpAndLength;
    record.data_size = reader.Take<uint64_t>();
    if (!see(record)) return;
    if (record.data_size > bytes->size() - record.data) {
      throw Error("ends inside a record of " + std::to_string(record.data_size) + " bytes");
    }
    at = record.end();
  }
}

std::string_view TakeString(ByteReader* reader) { return reader->TakeBytes(reader->Take<uint32_t>()); }

/// Schemas and channels come before the messages that name them, in each chunk anew or once a file.
class Channels {
 public:
  /// True: the record was one of them.
  bool See(const Record& record, ByteWindow* bytes, Records* records) {
    if (record.op != kSchema && record.op != kChannel) return false;
    if (record.data_size > kMaxSchemaBytes) throw Error("found a schema or channel of more than 16 MiB");
    const std::string data(bytes->ViewAll(record.data, static_cast<size_t>(record.data_size)));
    ByteReader reader(data);
    const auto number = reader.Take<uint16_t>();
    if (record.op == kSchema) {
      types_[number] = TypeName(TakeString(&reader));
      return true;
    }
    const auto type = types_.find(reader.Take<uint16_t>());
    AddChannel(number, type == types_.end() ? "" : type->second, &reader, records);
    return true;
  }

 private:
  static void AddChannel(uint16_t number, const std::string& type, ByteReader* reader, Records* records) {
    const std::string topic(TakeString(reader));
    const std::string_view encoding = TakeString(reader);
    const bool is_ros = encoding == "cdr" || encoding == "ros1";
    // Of others (protobuf, JSON) the topic can be named, but not read.
    std::string told = is_ros ? type : std::string(encoding);
    if (!is_ros && !type.empty()) told.append(" ").append(type);
    records->connections.push_back({number, topic, told, encoding == "cdr"});
  }

  std::map<uint16_t, std::string> types_;
};

void AddMcapMessage(ByteWindow* bytes, const Record& record, Records* records) {
  ByteReader reader(bytes->ViewAll(record.data, kMessageHeader));
  const auto channel = reader.Take<uint16_t>();
  reader.TakeBytes(4);
  const auto log_time_ns = static_cast<int64_t>(reader.Take<uint64_t>());
  if (record.data_size < kMessageHeader || record.data_size - kMessageHeader > UINT32_MAX) {
    throw Error("found a message of " + std::to_string(record.data_size) + " bytes");
  }
  AddMessage(bytes, record.data + kMessageHeader, static_cast<uint32_t>(record.data_size - kMessageHeader),
             channel, log_time_ns, records);
}

void FindMcapRecords(ByteWindow* bytes, Records* records) {
  Channels channels;
  ForEachRecord(bytes, 0, [&](const Record& record) {
    if (!channels.See(record, bytes, records) && record.op == kMessage) {
      AddMcapMessage(bytes, record, records);
    }
    return true;
  });
}

Chunk ChunkOf(ByteWindow* bytes, const Record& record) {
  ByteReader head(bytes->ViewAll(record.data, kChunkHeader));
  head.TakeBytes(8 + 8);
  Chunk chunk;
  chunk.size = head.Take<uint64_t>();
  chunk.crc = head.Take<uint32_t>();
  const auto name_size = head.Take<uint32_t>();
  if (name_size > kMaxNameBytes) throw Error("found a compression with a name of more than a kilobyte");
  const std::string rest(bytes->ViewAll(record.data + kChunkHeader, name_size + 8));
  ByteReader reader(rest);
  chunk.packing = ChunkPackingNamed(reader.TakeBytes(name_size));
  chunk.packed_size = reader.Take<uint64_t>();
  chunk.offset = record.data + kChunkHeader + name_size + 8;
  const uint64_t head_size = kChunkHeader + name_size + 8;
  const bool fits = record.data_size >= head_size && chunk.packed_size <= record.data_size - head_size;
  if (!fits || (chunk.packing == ChunkPacking::kNone && chunk.packed_size != chunk.size)) {
    throw Error("found a chunk of " + std::to_string(chunk.packed_size) + " bytes in a record of " +
                std::to_string(record.data_size));
  }
  return chunk;
}

/// False: the file goes on with its summary.
bool ReadDataSection(ByteWindow* bytes, ChunkStore* store, Records* records) {
  Channels channels;
  bool goes_on = true;
  ForEachRecord(bytes, kMagic.size(), [&](const Record& record) {
    goes_on = record.op != kDataEnd;
    if (record.op == kChunk) store->Add(ChunkOf(bytes, record));
    if (record.op == kMessage) AddMcapMessage(bytes, record, records);
    channels.See(record, bytes, records);
    return goes_on;
  });
  return goes_on;
}

}  // namespace

std::unique_ptr<Bag> OpenMcapBag(const std::filesystem::path& file) {
  auto store = std::make_unique<ChunkStore>(file);
  const std::string& name = store->file().name();
  ByteWindow bytes(store->file(), 0, store->file().size());
  const std::string_view magic = bytes.View(0, kMagic.size());
  if (magic != kMagic) throw Error(name + ": found " + Quoted(magic) + ", expected an MCAP file");
  Records outside;
  try {
    if (ReadDataSection(&bytes, store.get(), &outside)) {
      spdlog::warn("{}: was not closed; what it has up to its end is used", name);
    }
  } catch (const Error& error) {
    spdlog::warn("{}: {}; what stands before is used", name, error.what());
  }
  return MakeChunkedBag(std::move(store), std::move(outside), FindMcapRecords);
}

}  // namespace isogs
