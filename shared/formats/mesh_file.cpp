// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/mesh_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/formats/mesh_formats.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

struct MeshFormat {
  std::string_view extension;
  void (*write)(const TriangleMesh& mesh, AtomicFile* file);
  TriangleMesh (*read)(const fs::path& path);  // null: only written
};

constexpr std::array<MeshFormat, 4> kFormats = {{{".ply", mesh_formats::WritePly, mesh_formats::ReadPly},
                                                 {".obj", mesh_formats::WriteObj, mesh_formats::ReadObj},
                                                 {".glb", mesh_formats::WriteGlb, nullptr},
                                                 {".stl", mesh_formats::WriteStl, nullptr}}};

const MeshFormat* FormatOf(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::ranges::find(kFormats, extension, &MeshFormat::extension);
  return found == kFormats.end() ? nullptr : found;
}

[[noreturn]] void ThrowUnknownFormat(const fs::path& path, const std::string& expected) {
  throw UsageError(path.string() + ": found the extension '" + path.extension().string() + "', expected " +
                   expected);
}

const MeshFormat& WrittenFormatOf(const fs::path& path) {
  const MeshFormat* format = FormatOf(path);
  if (format == nullptr) ThrowUnknownFormat(path, ".ply, .obj, .glb or .stl");
  return *format;
}

void CheckArrays(const fs::path& path, const TriangleMesh& mesh) {
  const size_t vertices = mesh.vertex_count();
  if (mesh.vertices.size() % 3 != 0 || mesh.triangles.size() % 3 != 0 ||
      (!mesh.normals.empty() && mesh.normals.size() != mesh.vertices.size()) ||
      (!mesh.colors.empty() && mesh.colors.size() != mesh.vertices.size())) {
    throw Error(path.string() + ": mesh has arrays of " + std::to_string(mesh.vertices.size()) +
                " coordinates, " + std::to_string(mesh.normals.size()) + " of normals, " +
                std::to_string(mesh.colors.size()) + " colour values and " +
                std::to_string(mesh.triangles.size()) + " indices, which do not fit together");
  }
  if (vertices > std::numeric_limits<int32_t>::max()) {
    throw Error(path.string() + ": mesh has " + std::to_string(vertices) +
                " vertices, files hold up to 2147483647");
  }
  if (!mesh.triangles.empty() && *std::ranges::max_element(mesh.triangles) >= vertices) {
    throw Error(path.string() + ": mesh refers to vertices beyond its " + std::to_string(vertices));
  }
}

}  // namespace

void CheckMeshName(const fs::path& path) { WrittenFormatOf(path); }

void WriteMesh(const fs::path& path, const TriangleMesh& mesh) {
  const MeshFormat& format = WrittenFormatOf(path);
  CheckArrays(path, mesh);
  AtomicFile file(path);
  format.write(mesh, &file);
  file.Commit();
}

TriangleMesh ReadMesh(const fs::path& path) {
  const MeshFormat* format = FormatOf(path);
  if (format == nullptr || format->read == nullptr) ThrowUnknownFormat(path, "a mesh file .ply or .obj");
  if (!fs::exists(path)) throw UsageError(path.string() + ": does not exist, expected a mesh file");
  return format->read(path);
}

TriangleMesh ReadPointsPly(const fs::path& path) { return mesh_formats::ReadPlyPoints(path); }

}  // namespace isogs
