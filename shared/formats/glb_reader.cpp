// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/glb_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/byte_reader.h"
#include "shared/io/json_text.h"

namespace isogs::glb {
namespace {

constexpr uint32_t kMagic = 0x46546C67, kJson = 0x4E4F534A, kBinary = 0x004E4942;  // "glTF", "JSON", "BIN"
constexpr size_t kMaxJsonBytes = 16 << 20;  // the parsed document takes tens of times as much
constexpr size_t kMaxStride = 252;          // section 5.11

constexpr int kByte = 5120, kShort = 5122, kUnsignedShort = 5123;

size_t ComponentSize(int component) {
  switch (component) {
    case kByte:
    case kUnsignedByte:
      return 1;
    case kShort:
    case kUnsignedShort:
      return 2;
    case kFloat:
      return 4;
    default:
      throw Error("accessor has componentType " + std::to_string(component) +
                  ", expected float, or bytes or shorts");
  }
}

size_t WidthOf(std::string_view type) { return type == "SCALAR" ? 1 : type == "VEC3" ? 3 : 4; }

std::string StringAt(const Json& object, const char* key) {
  const Json& value = Member(object, key);
  if (!value.is_string()) throw Error(std::string("'") + key + "' is no text");
  return value.get<std::string>();
}

std::string_view TakeChunk(uint32_t kind, const char* name, ByteReader* reader) {
  const auto size = reader->Take<uint32_t>(), found = reader->Take<uint32_t>();
  if (found != kind) throw Error(std::string("has no chunk ") + name + " where it is expected");
  return reader->TakeBytes(size);
}

void CheckRequired(const Json& gltf, std::initializer_list<std::string_view> known) {
  if (!gltf.contains("extensionsRequired")) return;
  for (const Json& name : gltf["extensionsRequired"]) {
    if (name.is_string() && std::ranges::find(known, name.get<std::string>()) != known.end()) continue;
    throw Error("requires the extension " +
                Quoted(name.is_string() ? name.get<std::string>() : name.dump(), 64) +
                ", which is not read: convert it first");
  }
}

/// The bytes of a view, and its stride, 0: none is said.
std::string_view FindView(const Document& document, size_t index, size_t* stride) {
  const Json& view = Element(document.gltf, "bufferViews", index);
  const size_t buffer = Whole(view, "buffer");
  if (buffer != 0 || Element(document.gltf, "buffers", 0).contains("uri")) {
    throw Error("keeps values outside of its buffer, expected all in the one file");
  }
  const size_t offset = Whole(view, "byteOffset", 0), size = Whole(view, "byteLength");
  if (offset > document.buffer.size() || size > document.buffer.size() - offset) {
    throw Error("bufferView " + std::to_string(index) + " ends beyond the buffer's " +
                std::to_string(document.buffer.size()) + " bytes");
  }
  *stride = Whole(view, "byteStride", 0);
  return document.buffer.substr(offset, size);
}

template <typename T>
void LoadIntegers(const Accessor& accessor, const char* bytes, float* out) {
  const float most = accessor.is_normalized ? static_cast<float>(std::numeric_limits<T>::max()) : 1.0f;
  for (size_t k = 0; k < accessor.width; ++k) {
    T value;
    std::memcpy(&value, bytes + k * sizeof(T), sizeof(T));
    out[k] = static_cast<float>(value) / most;
    if (accessor.is_normalized) out[k] = std::max(out[k], -1.0f);
  }
}

}  // namespace

Document Parse(std::string_view bytes, std::initializer_list<std::string_view> known) {
  Document document;
  ByteReader reader(bytes);
  if (bytes.size() < 12 || reader.Take<uint32_t>() != kMagic) {
    throw Error("is no binary glTF, expected a file that begins with glTF");
  }
  if (const auto version = reader.Take<uint32_t>(); version != 2) {
    throw Error("is version " + std::to_string(version) + " of binary glTF, expected 2");
  }
  if (const auto size = reader.Take<uint32_t>(); size > bytes.size()) {
    throw Error("has " + std::to_string(bytes.size()) + " bytes, expected " + std::to_string(size));
  }
  const std::string_view json = TakeChunk(kJson, "JSON", &reader);
  if (json.size() > kMaxJsonBytes) {
    throw Error("has a JSON document of " + std::to_string(json.size()) + " bytes, expected at most 16 MiB");
  }
  document.gltf = ParseJson(json, "document");
  if (!document.gltf.is_object()) throw Error("document is no JSON object");
  CheckRequired(document.gltf, known);
  if (reader.left() > 0) document.buffer = TakeChunk(kBinary, "BIN", &reader);
  return document;
}

const Json& Member(const Json& object, const char* key) {
  if (object.is_object()) {
    if (const auto found = object.find(key); found != object.end()) return *found;
  }
  throw Error(std::string("has no '") + key + "' where it is expected");
}

size_t Whole(const Json& object, const char* key) {
  const Json& value = Member(object, key);
  if (!value.is_number_unsigned()) throw Error(std::string("'") + key + "' is no whole number");
  return value.get<size_t>();
}

size_t Whole(const Json& object, const char* key, size_t otherwise) {
  return object.is_object() && object.contains(key) ? Whole(object, key) : otherwise;
}

const Json& Element(const Json& gltf, const char* name, size_t index) {
  const Json& all = Member(gltf, name);
  if (!all.is_array() || index >= all.size()) {
    throw Error(std::string("names element ") + std::to_string(index) + " of " + name + ", which has " +
                std::to_string(all.is_array() ? all.size() : 0));
  }
  return all[index];
}

Accessor FindAccessor(const Document& document, size_t index, std::string_view type) {
  const std::string name = "accessor " + std::to_string(index);
  const Json& json = Element(document.gltf, "accessors", index);
  if (json.contains("sparse")) throw Error(name + " is sparse, expected all values");
  if (const std::string found = StringAt(json, "type"); found != type) {
    throw Error(name + " is of type " + Quoted(found) + ", expected " + std::string(type));
  }
  Accessor accessor;
  const std::string_view view = FindView(document, Whole(json, "bufferView"), &accessor.stride);
  accessor.component = static_cast<int>(std::min<size_t>(Whole(json, "componentType"), 1 << 16));
  accessor.count = Whole(json, "count");
  accessor.width = WidthOf(type);
  accessor.is_normalized = json.contains("normalized") && json["normalized"] == true;
  const size_t element = accessor.width * ComponentSize(accessor.component);
  if (accessor.stride == 0) accessor.stride = element;
  const size_t offset = Whole(json, "byteOffset", 0);
  if (accessor.stride < element || accessor.stride > kMaxStride || offset > view.size()) {
    throw Error(name + " does not fit its bufferView");
  }
  const size_t left = view.size() - offset;
  const size_t room = left < element ? 0 : (left - element) / accessor.stride + 1;
  if (accessor.count > room) {
    throw Error(name + " has " + std::to_string(accessor.count) + " elements, its bufferView " +
                std::to_string(room));
  }
  accessor.data = view.data() + offset;
  return accessor;
}

void Load(const Accessor& accessor, size_t i, float* out) {
  const char* const bytes = accessor.data + i * accessor.stride;
  switch (accessor.component) {
    case kByte:
      return LoadIntegers<int8_t>(accessor, bytes, out);
    case kUnsignedByte:
      return LoadIntegers<uint8_t>(accessor, bytes, out);
    case kShort:
      return LoadIntegers<int16_t>(accessor, bytes, out);
    case kUnsignedShort:
      return LoadIntegers<uint16_t>(accessor, bytes, out);
    default:
      std::memcpy(out, bytes, accessor.width * sizeof(float));
  }
}

}  // namespace isogs::glb
