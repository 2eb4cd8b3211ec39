// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "shared/core/error.h"
#include "shared/formats/mesh_formats.h"

// The glTF 2.0 specification, Khronos Group: sections 3.6 and 3.7 (accessors, geometry), 4 (GLB).
namespace isogs::mesh_formats {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFloat = 5126;
constexpr int kUnsignedInt = 5125;
constexpr int kVertexBuffer = 34962;  // ARRAY_BUFFER
constexpr int kIndexBuffer = 34963;   // ELEMENT_ARRAY_BUFFER

/// Adds a view of the buffer and the accessor of it. Returns the accessor, for what must be added to it.
Json& AddAccessor(size_t count, size_t size, const char* type, int component, int target, Json* gltf) {
  Json& buffer = (*gltf)["buffers"][0];
  const auto offset = buffer["byteLength"].get<size_t>();
  Json& views = (*gltf)["bufferViews"];
  views.push_back({{"buffer", 0}, {"byteOffset", offset}, {"byteLength", count * size}, {"target", target}});
  buffer["byteLength"] = offset + count * size;
  Json& accessors = (*gltf)["accessors"];
  accessors.push_back(
      {{"bufferView", views.size() - 1}, {"componentType", component}, {"count", count}, {"type", type}});
  return accessors.back();
}

void AddBounds(const std::vector<float>& vertices, Json* accessor) {
  std::array<float, 3> low, high;
  std::copy_n(vertices.begin(), 3, low.begin());
  high = low;
  for (size_t i = 0; i < vertices.size(); ++i) {
    low[i % 3] = std::min(low[i % 3], vertices[i]);
    high[i % 3] = std::max(high[i % 3], vertices[i]);
  }
  (*accessor)["min"] = low;
  (*accessor)["max"] = high;
}

/// The document. Without triangles it has an empty scene, because accessors may not be empty.
Json Document(const TriangleMesh& mesh) {
  Json gltf = {{"asset", {{"version", "2.0"}, {"generator", "IsoGS"}}}, {"scene", 0}};
  gltf["scenes"] = Json::array({Json::object()});
  if (mesh.triangles.empty()) return gltf;
  gltf["scenes"][0]["nodes"] = {0};
  gltf["nodes"] = Json::array({{{"mesh", 0}}});
  gltf["materials"] =
      Json::array({{{"doubleSided", true},
                    {"pbrMetallicRoughness", {{"metallicFactor", 0.0}, {"roughnessFactor", 1.0}}}}});
  gltf["buffers"] = Json::array({{{"byteLength", size_t{0}}}});

  const size_t vertices = mesh.vertex_count();
  Json attributes = {{"POSITION", 0}};
  AddBounds(mesh.vertices, &AddAccessor(vertices, 12, "VEC3", kFloat, kVertexBuffer, &gltf));
  if (!mesh.normals.empty()) {
    AddAccessor(vertices, 12, "VEC3", kFloat, kVertexBuffer, &gltf);
    attributes["NORMAL"] = gltf["accessors"].size() - 1;
  }
  if (!mesh.colors.empty()) {
    AddAccessor(vertices, 12, "VEC3", kFloat, kVertexBuffer, &gltf);
    attributes["COLOR_0"] = gltf["accessors"].size() - 1;
  }
  AddAccessor(mesh.triangles.size(), 4, "SCALAR", kUnsignedInt, kIndexBuffer, &gltf);
  const Json primitive = {
      {"attributes", attributes}, {"indices", gltf["accessors"].size() - 1}, {"material", 0}};
  gltf["meshes"] = Json::array({{{"primitives", Json::array({primitive})}}});
  return gltf;
}

/// glTF's vertex colours are linear. Floats, because eight bits would leave dark colours too few levels, and
/// MeshLab and trimesh take the low byte of sixteen.
std::array<float, 256> LinearLevels() {
  std::array<float, 256> levels;
  for (size_t i = 0; i < levels.size(); ++i) {  // IEC 61966-2-1
    const double srgb = static_cast<double>(i) / 255.0;
    levels[i] = static_cast<float>(srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4));
  }
  return levels;
}

template <typename T>
void WriteArray(const std::vector<T>& values, AtomicFile* file) {
  file->Write({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

void WriteWords(std::initializer_list<size_t> words, AtomicFile* file) {
  for (const size_t word : words) {
    const auto stored = static_cast<uint32_t>(word);
    file->Write({reinterpret_cast<const char*>(&stored), sizeof(stored)});
  }
}

}  // namespace

void WriteGlb(const TriangleMesh& mesh, AtomicFile* file) {
  const Json gltf = Document(mesh);
  std::string json = gltf.dump();
  json.resize((json.size() + 3) / 4 * 4, ' ');
  const size_t buffer_size = mesh.triangles.empty() ? 0 : gltf["buffers"][0]["byteLength"].get<size_t>();
  const size_t total = 12 + 8 + json.size() + (buffer_size == 0 ? 0 : 8 + buffer_size);
  if (total > std::numeric_limits<uint32_t>::max()) {
    throw Error("the mesh needs " + std::to_string(total) + " bytes, GLB holds 4 GiB; write .ply");
  }
  WriteWords({0x46546C67, 2, total, json.size(), 0x4E4F534A}, file);  // "glTF", version; "JSON"
  file->Write(json);
  if (buffer_size == 0) return;
  WriteWords({buffer_size, 0x004E4942}, file);  // "BIN"
  WriteArray(mesh.vertices, file);
  WriteArray(mesh.normals, file);
  const std::array<float, 256> linear = LinearLevels();
  WriteRecords(mesh.colors.size() / 3, 12, file, [&](size_t i, char* bytes) {
    const uint8_t* color = &mesh.colors[3 * i];
    const std::array<float, 3> stored = {linear[color[0]], linear[color[1]], linear[color[2]]};
    std::memcpy(bytes, stored.data(), sizeof(stored));
  });
  WriteArray(mesh.triangles, file);
}

}  // namespace isogs::mesh_formats
