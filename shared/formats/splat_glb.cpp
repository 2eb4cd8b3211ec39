// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/formats/glb.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/formats/write_records.h"

namespace isogs {
namespace {

using glb::Json;

constexpr const char* kExtension = "KHR_gaussian_splatting";

struct Attribute {
  const char* name;
  const char* type;
  size_t size;  // bytes
  int component;
};

/// In the order of the buffer.
constexpr std::array<Attribute, 6> kAttributes = {
    {{"POSITION", "VEC3", 12, glb::kFloat},
     {"KHR_gaussian_splatting:ROTATION", "VEC4", 16, glb::kFloat},
     {"KHR_gaussian_splatting:SCALE", "VEC3", 12, glb::kFloat},
     {"KHR_gaussian_splatting:OPACITY", "SCALAR", 4, glb::kFloat},
     {"KHR_gaussian_splatting:SH_DEGREE_0_COEF_0", "VEC3", 12, glb::kFloat},
     {"COLOR_0", "VEC4", 4, glb::kUnsignedByte}}};

Json Document(const GaussianCloud& cloud) {
  if (cloud.size() == 0) return glb::EmptyScene();
  Json gltf = glb::SceneOfMesh();
  gltf["extensionsUsed"] = {kExtension};
  Json attributes;
  for (const Attribute& a : kAttributes) {
    Json& accessor = glb::AddAccessor(cloud.size(), a.size, a.type, a.component, glb::kVertexBuffer, &gltf);
    if (attributes.empty()) glb::AddBounds(cloud.means, &accessor);
    if (a.component != glb::kFloat) accessor["normalized"] = true;
    attributes[a.name] = attributes.size();
  }
  const Json splats = {{"kernel", "ellipse"}, {"colorSpace", "srgb_rec709_display"}};
  const Json primitive = {
      {"attributes", attributes}, {"mode", 0}, {"extensions", {{kExtension, splats}}}};  // POINTS
  gltf["meshes"] = Json::array({{{"primitives", Json::array({primitive})}}});
  return gltf;
}

/// Rounded, without the library's call for it, which would take as long as all else.
uint8_t Level(float value) {
  const auto twice = static_cast<int>(510.0f * std::clamp(value, 0.0f, 1.0f));
  return static_cast<uint8_t>((twice + 1) / 2);
}

/// Bytes of linear colour for those of sRGB.
std::array<uint8_t, 256> LinearBytes() {
  std::array<uint8_t, 256> bytes;
  std::ranges::transform(glb::LinearLevels(), bytes.begin(), Level);
  return bytes;
}

std::vector<float> OpacitiesOf(const GaussianCloud& cloud) {
  std::vector<float> opacities(cloud.size());
  ParallelFor(static_cast<int64_t>(cloud.size()), 1 << 14, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      opacities[i] = OpacityOf(cloud, i);
    }
  });
  return opacities;
}

void WriteArray(const std::vector<float>& values, AtomicFile* file) {
  file->Write({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
}

/// Writes `values(i)`, an array, of each Gaussian.
template <typename Values>
void WriteAttribute(const GaussianCloud& cloud, AtomicFile* file, Values&& values) {
  WriteRecords(cloud.size(), sizeof(values(0)), file, [&](size_t i, char* bytes) {
    const auto stored = values(i);
    std::memcpy(bytes, &stored, sizeof(stored));
  });
}

}  // namespace

void WriteSplatGlb(const std::filesystem::path& path, const GaussianCloud& cloud) {
  AtomicFile file(path);
  glb::WriteHead(Document(cloud), &file);
  const std::vector<float> opacities = OpacitiesOf(cloud);
  WriteArray(cloud.means, &file);
  WriteAttribute(cloud, &file, [&](size_t i) {
    const auto [w, x, y, z] = UnitRotation(cloud, i);
    return std::array<float, 4>{x, y, z, w};
  });
  WriteAttribute(cloud, &file, [&](size_t i) { return ScalesOf(cloud, i); });
  WriteArray(opacities, &file);
  WriteAttribute(cloud, &file, [&](size_t i) { return ConstantHarmonics(cloud, i); });
  const std::array<uint8_t, 256> linear = LinearBytes();
  WriteAttribute(cloud, &file, [&](size_t i) {  // as one number: bytes put together in memory would stall
    const float* color = &cloud.colors[3 * i];
    return uint32_t{linear[Level(color[0])]} | uint32_t{linear[Level(color[1])]} << 8 |
           uint32_t{linear[Level(color[2])]} << 16 | uint32_t{Level(opacities[i])} << 24;
  });
  file.Commit();
}

}  // namespace isogs
