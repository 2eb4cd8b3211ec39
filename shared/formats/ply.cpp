// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
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
#include "shared/io/file.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "PLY elements are written as they lie in memory");

constexpr float kConstantHarmonic = 0.28209479177387814f;  // Y_00 = 1 / (2 sqrt(pi))
constexpr size_t kChunkBytes = 4 << 20;

constexpr std::array<std::string_view, 17> kWritten = {
    "x",       "y",       "z",       "nx",      "ny",    "nz",    "f_dc_0", "f_dc_1", "f_dc_2",
    "opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2",  "rot_3"};
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
  for (size_t c = 0; c < 3; ++c) cloud->colors[3 * i + c] = values[3 + c] * kConstantHarmonic + 0.5f;
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

std::string FormatHeader(size_t count) {
  std::string header = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(count) + "\n";
  for (const std::string_view name : kWritten) header += "property float " + std::string(name) + "\n";
  return header + "end_header\n";
}

void AppendVertex(const GaussianCloud& cloud, std::span<const float> normals, size_t i,
                  std::vector<float>* out) {
  out->insert(out->end(), &cloud.means[3 * i], &cloud.means[3 * i] + 3);
  if (normals.empty()) {
    out->insert(out->end(), 3, 0.0f);
  } else {
    out->insert(out->end(), &normals[3 * i], &normals[3 * i] + 3);
  }
  for (size_t c = 0; c < 3; ++c) out->push_back((cloud.colors[3 * i + c] - 0.5f) / kConstantHarmonic);
  out->push_back(cloud.logit_opacities[i]);
  out->insert(out->end(), &cloud.log_scales[3 * i], &cloud.log_scales[3 * i] + 3);
  out->insert(out->end(), &cloud.rotations[4 * i], &cloud.rotations[4 * i] + 4);
}

}  // namespace

void WriteSplatPly(const std::filesystem::path& path, const GaussianCloud& cloud,
                   std::span<const float> normals) {
  if (!normals.empty() && normals.size() != 3 * cloud.size()) {
    throw Error(path.string() + ": " + std::to_string(normals.size()) +
                " numbers of normals, expected 3 for each of " + std::to_string(cloud.size()) + " Gaussians");
  }
  AtomicFile file(path);
  file.Write(FormatHeader(cloud.size()));
  constexpr size_t kAtOnce = kChunkBytes / (kWritten.size() * sizeof(float));
  std::vector<float> chunk;
  chunk.reserve(kAtOnce * kWritten.size());
  for (size_t begin = 0; begin < cloud.size(); begin += kAtOnce) {
    chunk.clear();
    const size_t end = std::min(begin + kAtOnce, cloud.size());
    for (size_t i = begin; i < end; ++i) AppendVertex(cloud, normals, i, &chunk);
    file.Write({reinterpret_cast<const char*>(chunk.data()), chunk.size() * sizeof(float)});
  }
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
