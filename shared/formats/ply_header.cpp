// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply_header.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <sstream>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file_stream.h"

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "binary PLY values are read as they lie in memory");

constexpr size_t kMaxLines = 10'000;
constexpr size_t kMaxLine = 1024;

struct ScalarEntry {
  std::string_view name;
  std::string_view other_name;
  PlyScalar scalar;
  size_t size;
};

constexpr std::array<ScalarEntry, 8> kScalars = {{{"char", "int8", PlyScalar::kInt8, 1},
                                                  {"uchar", "uint8", PlyScalar::kUint8, 1},
                                                  {"short", "int16", PlyScalar::kInt16, 2},
                                                  {"ushort", "uint16", PlyScalar::kUint16, 2},
                                                  {"int", "int32", PlyScalar::kInt32, 4},
                                                  {"uint", "uint32", PlyScalar::kUint32, 4},
                                                  {"float", "float32", PlyScalar::kFloat32, 4},
                                                  {"double", "float64", PlyScalar::kFloat64, 8}}};

std::string ReadLine(std::istream& in) {
  std::string line;
  for (int c = in.get(); c != '\n'; c = in.get()) {
    if (c == std::istream::traits_type::eof() || line.size() == kMaxLine) {
      throw Error("header is truncated or no PLY header");
    }
    line += static_cast<char>(c);
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

PlyFormat ParseFormat(std::istream& words) {
  constexpr std::array<std::pair<std::string_view, PlyFormat>, 3> kFormats = {
      {{"ascii", PlyFormat::kAscii},
       {"binary_little_endian", PlyFormat::kBinaryLittleEndian},
       {"binary_big_endian", PlyFormat::kBinaryBigEndian}}};
  std::string name, version;
  words >> name >> version;
  const auto found = std::ranges::find(kFormats, name, &std::pair<std::string_view, PlyFormat>::first);
  if (found != kFormats.end() && version == "1.0") return found->second;
  throw Error("found " + Quoted("format " + name + " " + version) +
              ", expected 'format binary_little_endian 1.0', binary_big_endian or ascii");
}

void ReadMagic(std::istream& in) {
  const std::string text = ReadLine(in);
  std::string_view line = WithoutByteOrderMark(text);
  if (TakeWord(&line) != "ply" || !TakeWord(&line).empty()) throw Error("does not begin with 'ply'");
}

PlyElement ParseElement(std::istream& words) {
  PlyElement element;
  std::string count;
  words >> element.name >> count;
  const std::optional<uint64_t> number = ParseWhole<uint64_t>(count);
  if (!number) {
    throw Error("element " + Quoted(element.name) + " has the count " + Quoted(count) +
                ", expected a whole number");
  }
  element.count = *number;
  return element;
}

PlyScalar ParseScalar(const std::string& type, const std::string& property) {
  for (const ScalarEntry& entry : kScalars) {
    if (type == entry.name || type == entry.other_name) return entry.scalar;
  }
  throw Error("property " + Quoted(property) + " has type " + Quoted(type) + ", expected float, int, ...");
}

PlyProperty ParseProperty(std::istream& words) {
  PlyProperty property;
  std::string type, list_size;
  words >> type;
  if (type == "list") words >> list_size >> type;
  words >> property.name;
  property.scalar = ParseScalar(type, property.name);
  if (list_size.empty()) return property;
  property.list_size = ParseScalar(list_size, property.name);
  if (*property.list_size == PlyScalar::kFloat32 || *property.list_size == PlyScalar::kFloat64) {
    throw Error("property " + Quoted(property.name) + " is a list whose size has type " + Quoted(list_size));
  }
  return property;
}

PlyHeader ReadHeader(std::istream& in) {
  PlyHeader header;
  std::optional<PlyFormat> format;
  ReadMagic(in);
  for (header.lines = 2; header.lines <= kMaxLines; ++header.lines) {
    std::istringstream words(ReadLine(in));
    std::string keyword;
    words >> keyword;
    if (keyword == "end_header") {
      if (!format) throw Error("header has no line 'format'");
      header.format = *format;
      return header;
    }
    if (keyword == "format") {
      format = ParseFormat(words);
    } else if (keyword == "element") {
      header.elements.push_back(ParseElement(words));
    } else if (keyword == "property" && !header.elements.empty()) {
      header.elements.back().properties.push_back(ParseProperty(words));
    } else if (!keyword.empty() && keyword != "comment" && keyword != "obj_info") {
      throw Error("header line begins with " + Quoted(keyword) +
                  ", expected element, its property or end_header");
    }
  }
  throw Error("header has more than 10000 lines");
}

template <typename T>
double Load(PlyFormat format, const char* bytes) {
  std::array<char, sizeof(T)> ordered;
  std::copy_n(bytes, sizeof(T), ordered.begin());
  if (format == PlyFormat::kBinaryBigEndian) std::ranges::reverse(ordered);
  T value;
  std::memcpy(&value, ordered.data(), sizeof(value));
  return static_cast<double>(value);
}

}  // namespace

size_t PlyScalarSize(PlyScalar scalar) { return kScalars[static_cast<size_t>(scalar)].size; }

double LoadPlyScalar(PlyScalar scalar, PlyFormat format, const char* bytes) {
  switch (scalar) {
    case PlyScalar::kInt8:
      return Load<int8_t>(format, bytes);
    case PlyScalar::kUint8:
      return Load<uint8_t>(format, bytes);
    case PlyScalar::kInt16:
      return Load<int16_t>(format, bytes);
    case PlyScalar::kUint16:
      return Load<uint16_t>(format, bytes);
    case PlyScalar::kInt32:
      return Load<int32_t>(format, bytes);
    case PlyScalar::kUint32:
      return Load<uint32_t>(format, bytes);
    case PlyScalar::kFloat32:
      return Load<float>(format, bytes);
    case PlyScalar::kFloat64:
      return Load<double>(format, bytes);
  }
  return 0.0;
}

std::optional<size_t> PlyElement::Find(std::string_view property) const {
  const auto found = std::ranges::find(properties, property, &PlyProperty::name);
  if (found == properties.end()) return std::nullopt;
  return static_cast<size_t>(found - properties.begin());
}

bool PlyElement::has_list() const {
  return std::ranges::any_of(properties, [](const PlyProperty& p) { return p.list_size.has_value(); });
}

size_t PlyElement::MinimumSize() const {
  size_t size = 0;
  for (const PlyProperty& property : properties) {
    size += PlyScalarSize(property.list_size.value_or(property.scalar));
  }
  return size;
}

PlyFile OpenPly(const std::filesystem::path& path) {
  auto stream = std::make_unique<FileStream>(path);
  PlyFile file;
  try {
    file.header = ReadHeader(*stream);
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
  const uint64_t file_size = stream->size();
  const auto header_bytes = static_cast<uint64_t>(stream->tellg());
  file.in = std::move(stream);
  file.value_bytes = file_size > header_bytes ? file_size - header_bytes : 0;
  return file;
}

}  // namespace isogs
