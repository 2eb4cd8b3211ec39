// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>

#include "shared/formats/glb.h"
#include "shared/formats/mesh_formats.h"
#include "shared/formats/write_records.h"

namespace isogs::mesh_formats {
namespace {

using glb::AddAccessor;
using glb::Json;

Json Document(const TriangleMesh& mesh) {
  if (mesh.triangles.empty()) return glb::EmptyScene();
  Json gltf = glb::SceneOfMesh();
  gltf["materials"] =
      Json::array({{{"doubleSided", true},
                    {"pbrMetallicRoughness", {{"metallicFactor", 0.0}, {"roughnessFactor", 1.0}}}}});
  const size_t vertices = mesh.vertex_count();
  Json attributes = {{"POSITION", 0}};
  glb::AddBounds(mesh.vertices, &AddAccessor(vertices, 12, "VEC3", glb::kFloat, glb::kVertexBuffer, &gltf));
  if (!mesh.normals.empty()) {
    AddAccessor(vertices, 12, "VEC3", glb::kFloat, glb::kVertexBuffer, &gltf);
    attributes["NORMAL"] = gltf["accessors"].size() - 1;
  }
  // Colours are floats, because eight bits would leave dark colours too few levels, and MeshLab and trimesh
  // take the low byte of sixteen.
  if (!mesh.colors.empty()) {
    AddAccessor(vertices, 12, "VEC3", glb::kFloat, glb::kVertexBuffer, &gltf);
    attributes["COLOR_0"] = gltf["accessors"].size() - 1;
  }
  AddAccessor(mesh.triangles.size(), 4, "SCALAR", glb::kUnsignedInt, glb::kIndexBuffer, &gltf);
  const Json primitive = {
      {"attributes", attributes}, {"indices", gltf["accessors"].size() - 1}, {"material", 0}};
  gltf["meshes"] = Json::array({{{"primitives", Json::array({primitive})}}});
  return gltf;
}

template <typename T>
void WriteArray(const std::vector<T>& values, AtomicFile* file) {
  file->Write({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

}  // namespace

void WriteGlb(const TriangleMesh& mesh, AtomicFile* file) {
  glb::WriteHead(Document(mesh), file);
  if (mesh.triangles.empty()) return;
  WriteArray(mesh.vertices, file);
  WriteArray(mesh.normals, file);
  const std::array<float, 256> linear = glb::LinearLevels();
  WriteRecords(mesh.colors.size() / 3, 12, file, [&](size_t i, char* bytes) {
    const uint8_t* color = &mesh.colors[3 * i];
    const std::array<float, 3> stored = {linear[color[0]], linear[color[1]], linear[color[2]]};
    std::memcpy(bytes, stored.data(), sizeof(stored));
  });
  WriteArray(mesh.triangles, file);
}

}  // namespace isogs::mesh_formats
