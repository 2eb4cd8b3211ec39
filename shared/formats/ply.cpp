// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/formats/ply_header.h"
#include "shared/formats/ply_values.h"
#include "shared/formats/splat_values.h"
#include "shared/formats/write_records.h"
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "PLY elements are written as they lie in memory");

constexpr size_t kChunkBytes = 4 << 20;

// f_rest_* stand between the two.
constexpr std::array<std::string_view, 9> kWrittenFirst = {"x",  "y",      "z",      "nx",    "ny",
                                                           "nz", "f_dc_0", "f_dc_1", "f_dc_2"};
constexpr std::array<std::string_view, 8> kWrittenLast = {"opacity", "scale_0", "scale_1", "scale_2",
                                                          "rot_0",   "rot_1",   "rot_2",   "rot_3"};
/// What a Gaussian is made of, and behind it the normals, which do not belong to it.
constexpr std::array<std::string_view, 17> kRead = {
    "x",       "y",     "z",     "f_dc_0", "f_dc_1", "f_dc_2", "opacity", "scale_0", "scale_1",
    "scale_2", "rot_0", "rot_1", "rot_2",  "rot_3",  "nx",     "ny",      "nz"};
constexpr size_t kNormal = 14;  // in kRead, from there on optional

/// Files of discs (2DGS, Huang et al. 2024) have none.
constexpr std::string_view kThickness = "scale_2";

/// Where the needed values lie in a vertex.
struct Layout {
  uint64_t count = 0;
  size_t stride = 0;  // bytes in a binary file
  std::array<PlyScalar, kRead.size()> scalars;
  std::array<size_t, kRead.size()> positions;               // among the properties
  std::array<std::optional<size_t>, kRead.size()> offsets;  // bytes; nothing: it is not there
};

Layout LayoutOf(const PlyHeader& header) {
  if (std::ranges::any_of(header.elements,
                          [](const PlyElement& e) { return e.Find("packed_position").has_value(); })) {
    throw Error("is a compressed splat PLY, expected one that is not: convert it first");
  }
  if (header.elements.empty()) throw Error("has no vertices");
  const PlyElement& vertex = header.elements.front();
  if (vertex.name != "vertex" || vertex.has_list()) {
    throw Error("first element is " + Quoted(vertex.name) + ", expected vertex, with scalar properties only");
  }
  Layout layout;
  layout.count = vertex.count;
  std::vector<size_t> offsets;
  for (const PlyProperty& property : vertex.properties) {
    offsets.push_back(layout.stride);
    layout.stride += PlyScalarSize(property.scalar);
  }
  for (size_t k = 0; k < kRead.size(); ++k) {
    const auto found = vertex.Find(kRead[k]);
    if (!found && (k >= kNormal || kRead[k] == kThickness)) continue;
    if (!found) {
      throw Error("has no vertex property '" + std::string(kRead[k]) +
                  "', expected the layout of Gaussian splats");
    }
    layout.scalars[k] = vertex.properties[*found].scalar;
    layout.positions[k] = *found;
    layout.offsets[k] = offsets[*found];
  }
  return layout;
}

/// What stands for a value that the file does not have: no normal, no thickness.
float Missing(size_t k) { return k >= kNormal ? 0.0f : -std::numeric_limits<float>::infinity(); }

Splats MakeSplats(uint64_t count) {
  Splats splats;
  splats.cloud.Resize(count);
  splats.normals.resize(3 * count);
  return splats;
}

/// `values` are in the order of kRead.
void SetGaussian(const std::array<float, kRead.size()>& values, size_t i, Splats* splats) {
  std::copy_n(&values[kNormal], 3, &splats->normals[3 * i]);
  GaussianCloud* cloud = &splats->cloud;
  std::copy_n(&values[0], 3, &cloud->means[3 * i]);
  for (size_t c = 0; c < 3; ++c) cloud->colors[3 * i + c] = ColorOf(values[3 + c]);
  cloud->logit_opacities[i] = values[6];
  std::copy_n(&values[7], 3, &cloud->log_scales[3 * i]);
  std::copy_n(&values[10], 4, &cloud->rotations[4 * i]);
}

Splats ReadBinaryVertices(std::istream& in, PlyFormat format, const Layout& layout) {
  Splats splats = MakeSplats(layout.count);
  const size_t at_once = kChunkBytes / layout.stride;
  std::vector<char> chunk(at_once * layout.stride);
  for (size_t begin = 0; begin < layout.count; begin += at_once) {
    const size_t count = std::min<size_t>(at_once, layout.count - begin);
    in.read(chunk.data(), static_cast<std::streamsize>(count * layout.stride));
    if (!in) throw Error("ends within its vertices");
    for (size_t i = 0; i < count; ++i) {
      std::array<float, kRead.size()> values;
      const char* vertex = &chunk[i * layout.stride];
      for (size_t k = 0; k < kRead.size(); ++k) {
        values[k] =
            layout.offsets[k]
                ? static_cast<float>(LoadPlyScalar(layout.scalars[k], format, vertex + *layout.offsets[k]))
                : Missing(k);
      }
      SetGaussian(values, begin + i, &splats);
    }
  }
  return splats;
}

Splats ReadTextVertices(TextPlyValues file, const PlyElement& vertex, const Layout& layout) {
  file.CheckRoomFor(vertex);
  Splats splats = MakeSplats(layout.count);
  std::vector<double> row(vertex.properties.size());
  for (size_t i = 0; i < layout.count; ++i) {
    for (size_t k = 0; k < row.size(); ++k) row[k] = file.Next(vertex.properties[k].scalar);
    std::array<float, kRead.size()> values;
    for (size_t k = 0; k < kRead.size(); ++k) {
      values[k] = layout.offsets[k] ? static_cast<float>(row[layout.positions[k]]) : Missing(k);
    }
    SetGaussian(values, i, &splats);
  }
  return splats;
}

Splats ReadVertices(PlyFile* file) {
  const Layout layout = LayoutOf(file->header);
  if (file->header.format == PlyFormat::kAscii) {
    std::string text(file->value_bytes, '\0');
    file->in->read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!*file->in) throw Error("ends within its vertices");
    return ReadTextVertices({text, file->header.lines + 1}, file->header.elements.front(), layout);
  }
  if (layout.count > file->value_bytes / layout.stride) {
    throw Error("has " + std::to_string(file->value_bytes) + " bytes after its header, expected " +
                std::to_string(layout.count) + " vertices of " + std::to_string(layout.stride));
  }
  return ReadBinaryVertices(*file->in, file->header.format, layout);
}

/// Numbers of the harmonics from degree 1 on, of three colours.
size_t RestCount(int sh_degree) { return 3 * static_cast<size_t>((sh_degree + 1) * (sh_degree + 1) - 1); }

std::string FormatHeader(size_t count, size_t rest) {
  std::string header = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(count) + "\n";
  const auto add = [&](std::string_view name) { header.append("property float ").append(name).append("\n"); };
  std::ranges::for_each(kWrittenFirst, add);
  for (size_t k = 0; k < rest; ++k) add("f_rest_" + std::to_string(k));
  std::ranges::for_each(kWrittenLast, add);
  return header + "end_header\n";
}

char* Put(const float* values, size_t count, char* bytes) {
  std::memcpy(bytes, values, count * sizeof(float));
  return bytes + count * sizeof(float);
}

/// `normal` may be null.
void PutVertex(const GaussianCloud& cloud, const float* normal, size_t rest, size_t i, char* bytes) {
  constexpr std::array<float, 45> kZeros = {};
  const std::array<float, 3> harmonics = ConstantHarmonics(cloud, i);
  bytes = Put(&cloud.means[3 * i], 3, bytes);
  bytes = Put(normal == nullptr ? kZeros.data() : normal, 3, bytes);
  bytes = Put(harmonics.data(), 3, bytes);
  bytes = Put(kZeros.data(), rest, bytes);
  bytes = Put(&cloud.logit_opacities[i], 1, bytes);
  bytes = Put(&cloud.log_scales[3 * i], 3, bytes);
  Put(&cloud.rotations[4 * i], 4, bytes);
}

}  // namespace

void WriteSplatPly(const std::filesystem::path& path, const GaussianCloud& cloud,
                   std::span<const float> normals, int sh_degree) {
  if (!normals.empty() && normals.size() != 3 * cloud.size()) {
    throw Error(path.string() + ": " + std::to_string(normals.size()) +
                " numbers of normals, expected 3 for each of " + std::to_string(cloud.size()) + " Gaussians");
  }
  const size_t rest = RestCount(sh_degree);
  AtomicFile file(path);
  file.Write(FormatHeader(cloud.size(), rest));
  const size_t stride = (kWrittenFirst.size() + rest + kWrittenLast.size()) * sizeof(float);
  WriteRecords(cloud.size(), stride, &file, [&](size_t i, char* bytes) {
    PutVertex(cloud, normals.empty() ? nullptr : &normals[3 * i], rest, i, bytes);
  });
  file.Commit();
}

Splats ReadSplatPly(const std::filesystem::path& path) {
  PlyFile file = OpenPly(path);
  try {
    Splats splats = ReadVertices(&file);
    RemoveInvisible(&splats.cloud, &splats.normals);
    MakeLimitsFinite(&splats.cloud);
    const bool tells_normals = std::ranges::any_of(splats.normals, [](float x) { return x != 0.0f; });
    if (!tells_normals) splats.normals = {};
    return splats;
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace isogs
