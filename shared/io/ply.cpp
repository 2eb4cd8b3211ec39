// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/ply.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "PLY elements are written as they lie in memory");

constexpr float kConstantHarmonic = 0.28209479177387814f;  // Y_00 = 1 / (2 sqrt(pi))
constexpr size_t kChunkBytes = 4 << 20;
constexpr size_t kMaxHeaderLines = 10'000;
constexpr size_t kMaxLine = 1024;
constexpr size_t kMaxStride = 1 << 16;

constexpr std::array<std::string_view, 17> kWritten = {
    "x",       "y",       "z",       "nx",      "ny",    "nz",    "f_dc_0", "f_dc_1", "f_dc_2",
    "opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2",  "rot_3"};
/// What a Gaussian is made of; the normals do not belong to it.
constexpr std::array<std::string_view, 14> kNeeded = {"x",      "y",       "z",       "f_dc_0",  "f_dc_1",
                                                      "f_dc_2", "opacity", "scale_0", "scale_1", "scale_2",
                                                      "rot_0",  "rot_1",   "rot_2",   "rot_3"};

enum class Scalar { kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kFloat32, kFloat64 };

struct ScalarEntry {
  std::string_view name;
  std::string_view other_name;
  Scalar scalar;
  size_t size;
};

constexpr std::array<ScalarEntry, 8> kScalars = {{{"char", "int8", Scalar::kInt8, 1},
                                                  {"uchar", "uint8", Scalar::kUint8, 1},
                                                  {"short", "int16", Scalar::kInt16, 2},
                                                  {"ushort", "uint16", Scalar::kUint16, 2},
                                                  {"int", "int32", Scalar::kInt32, 4},
                                                  {"uint", "uint32", Scalar::kUint32, 4},
                                                  {"float", "float32", Scalar::kFloat32, 4},
                                                  {"double", "float64", Scalar::kFloat64, 8}}};

struct Property {
  std::string name;
  Scalar scalar;
  size_t offset;
};

/// What the header says of the vertices, the first element of the file.
struct Layout {
  uint64_t count = 0;
  size_t stride = 0;
  std::vector<Property> properties;

  const Property& Find(std::string_view name) const {
    for (const Property& property : properties) {
      if (property.name == name) return property;
    }
    throw Error("has no vertex property '" + std::string(name) + "', expected the layout of Gaussian splats");
  }
};

void AddProperty(const std::string& type, const std::string& name, Layout* layout) {
  for (const ScalarEntry& entry : kScalars) {
    if (type != entry.name && type != entry.other_name) continue;
    layout->properties.push_back({name, entry.scalar, layout->stride});
    layout->stride += entry.size;
    if (layout->stride > kMaxStride) throw Error("vertices are larger than 64 KiB");
    return;
  }
  throw Error("vertex property '" + name.substr(0, 32) + "' has type '" + type.substr(0, 32) +
              "', expected a scalar");
}

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

void CheckFormat(std::istream& in) {
  if (ReadLine(in) != "ply") throw Error("does not begin with 'ply'");
  const std::string format = ReadLine(in);
  if (format != "format binary_little_endian 1.0") {
    throw Error("found '" + format.substr(0, 40) + "', expected 'format binary_little_endian 1.0'");
  }
}

Layout ReadHeader(std::istream& in) {
  CheckFormat(in);
  Layout layout;
  int elements = 0;
  for (size_t lines = 0;; ++lines) {
    if (lines == kMaxHeaderLines) throw Error("header has more than 10000 lines");
    std::istringstream words(ReadLine(in));
    std::string keyword, first, second;
    words >> keyword >> first;
    if (keyword == "end_header") break;
    if (keyword == "element") {
      if (++elements == 1 && (first != "vertex" || !(words >> layout.count))) {
        throw Error("first element is '" + first.substr(0, 32) + "', expected vertex and its count");
      }
    } else if (keyword == "property" && elements == 1) {
      words >> second;
      AddProperty(first, second, &layout);
    } else if (keyword != "property" && keyword != "comment" && keyword != "obj_info") {
      throw Error("header line begins with '" + keyword.substr(0, 32) +
                  "', expected element, property or end_header");
    }
  }
  if (elements == 0) throw Error("has no vertices");
  return layout;
}

template <typename T>
float Load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return static_cast<float>(value);
}

float LoadScalar(Scalar scalar, const char* bytes) {
  switch (scalar) {
    case Scalar::kInt8:
      return Load<int8_t>(bytes);
    case Scalar::kUint8:
      return Load<uint8_t>(bytes);
    case Scalar::kInt16:
      return Load<int16_t>(bytes);
    case Scalar::kUint16:
      return Load<uint16_t>(bytes);
    case Scalar::kInt32:
      return Load<int32_t>(bytes);
    case Scalar::kUint32:
      return Load<uint32_t>(bytes);
    case Scalar::kFloat32:
      return Load<float>(bytes);
    case Scalar::kFloat64:
      return Load<double>(bytes);
  }
  return 0.0f;
}

/// `values` are in the order of kNeeded.
void SetGaussian(const std::array<float, kNeeded.size()>& values, size_t i, GaussianCloud* cloud) {
  std::copy_n(&values[0], 3, &cloud->means[3 * i]);
  for (size_t c = 0; c < 3; ++c) cloud->colors[3 * i + c] = values[3 + c] * kConstantHarmonic + 0.5f;
  cloud->logit_opacities[i] = values[6];
  std::copy_n(&values[7], 3, &cloud->log_scales[3 * i]);
  std::copy_n(&values[10], 4, &cloud->rotations[4 * i]);
}

GaussianCloud ReadVertices(std::istream& in, const Layout& layout) {
  std::array<const Property*, kNeeded.size()> needed;
  for (size_t k = 0; k < kNeeded.size(); ++k) needed[k] = &layout.Find(kNeeded[k]);
  GaussianCloud cloud;
  cloud.Resize(layout.count);
  const size_t at_once = kChunkBytes / layout.stride;
  std::vector<char> chunk(at_once * layout.stride);
  for (size_t begin = 0; begin < layout.count; begin += at_once) {
    const size_t count = std::min<size_t>(at_once, layout.count - begin);
    in.read(chunk.data(), static_cast<std::streamsize>(count * layout.stride));
    if (!in) throw Error("ends within its vertices");
    for (size_t i = 0; i < count; ++i) {
      std::array<float, kNeeded.size()> values;
      const char* vertex = &chunk[i * layout.stride];
      for (size_t k = 0; k < needed.size(); ++k) {
        values[k] = LoadScalar(needed[k]->scalar, vertex + needed[k]->offset);
      }
      SetGaussian(values, begin + i, &cloud);
    }
  }
  return cloud;
}

std::string FormatHeader(size_t count) {
  std::string header = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(count) + "\n";
  for (const std::string_view name : kWritten) header += "property float " + std::string(name) + "\n";
  return header + "end_header\n";
}

void AppendVertex(const GaussianCloud& cloud, size_t i, std::vector<float>* out) {
  out->insert(out->end(), &cloud.means[3 * i], &cloud.means[3 * i] + 3);
  out->insert(out->end(), 3, 0.0f);
  for (size_t c = 0; c < 3; ++c) out->push_back((cloud.colors[3 * i + c] - 0.5f) / kConstantHarmonic);
  out->push_back(cloud.logit_opacities[i]);
  out->insert(out->end(), &cloud.log_scales[3 * i], &cloud.log_scales[3 * i] + 3);
  out->insert(out->end(), &cloud.rotations[4 * i], &cloud.rotations[4 * i] + 4);
}

}  // namespace

void WriteSplatPly(const std::filesystem::path& path, const GaussianCloud& cloud) {
  AtomicFile file(path);
  file.Write(FormatHeader(cloud.size()));
  constexpr size_t kAtOnce = kChunkBytes / (kWritten.size() * sizeof(float));
  std::vector<float> chunk;
  chunk.reserve(kAtOnce * kWritten.size());
  for (size_t begin = 0; begin < cloud.size(); begin += kAtOnce) {
    chunk.clear();
    const size_t end = std::min(begin + kAtOnce, cloud.size());
    for (size_t i = begin; i < end; ++i) AppendVertex(cloud, i, &chunk);
    file.Write({reinterpret_cast<const char*>(chunk.data()), chunk.size() * sizeof(float)});
  }
  file.Commit();
}

GaussianCloud ReadSplatPly(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code failure;
  const uint64_t file_size = std::filesystem::file_size(path, failure);
  if (!in || failure) throw Error("cannot read " + path.string() + ", expected a PLY file");
  try {
    const Layout layout = ReadHeader(in);
    const uint64_t left = file_size - static_cast<uint64_t>(in.tellg());
    if (layout.stride == 0 || layout.count > left / layout.stride) {
      throw Error("has " + std::to_string(left) + " bytes after its header, expected " +
                  std::to_string(layout.count) + " vertices of " + std::to_string(layout.stride));
    }
    return ReadVertices(in, layout);
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace isogs
