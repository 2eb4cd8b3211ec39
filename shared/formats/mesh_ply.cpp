// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/formats/mesh_formats.h"
#include "shared/formats/ply_header.h"
#include "shared/formats/ply_values.h"
#include "shared/formats/write_records.h"

namespace isogs::mesh_formats {
namespace {

/// One element of the file: single values by the position of their property, and the values of one list.
struct Row {
  std::vector<double> values;
  std::vector<double> list;
};

uint32_t ListSize(double size, const PlyProperty& property) {
  if (size >= 0.0 && size <= std::numeric_limits<uint32_t>::max()) return static_cast<uint32_t>(size);
  throw Error(fmt::format("has a list {} of {} values, expected 0 or more", Quoted(property.name), size));
}

template <typename Values>
void ReadRow(const PlyElement& element, std::optional<size_t> wanted_list, Values* values, Row* row) {
  row->values.resize(element.properties.size());
  row->list.clear();
  for (size_t k = 0; k < element.properties.size(); ++k) {
    const PlyProperty& property = element.properties[k];
    if (!property.list_size) {
      row->values[k] = values->Next(property.scalar);
      continue;
    }
    const uint32_t size = ListSize(values->Next(*property.list_size), property);
    for (uint32_t i = 0; i < size; ++i) {
      const double value = values->Next(property.scalar);
      if (wanted_list == k) row->list.push_back(value);
    }
  }
}

/// Positions of three properties of single values, if all are there.
std::optional<std::array<size_t, 3>> FindThree(const PlyElement& element,
                                               const std::array<std::string_view, 3>& names) {
  std::array<size_t, 3> found;
  for (size_t k = 0; k < 3; ++k) {
    const auto position = element.Find(names[k]);
    if (!position || element.properties[*position].list_size) return std::nullopt;
    found[k] = *position;
  }
  return found;
}

/// What 255 is in a file.
double WhiteOf(PlyScalar scalar) {
  switch (scalar) {
    case PlyScalar::kFloat32:
    case PlyScalar::kFloat64:
      return 1.0;
    case PlyScalar::kUint16:
      return 65535.0;
    default:
      return 255.0;
  }
}

float FiniteFloat(double value, const char* what, uint64_t vertex) {
  const auto single = static_cast<float>(value);
  if (std::isfinite(single)) return single;
  throw Error("vertex " + std::to_string(vertex) + " has a " + what + " that is not finite");
}

template <typename Values>
void ReadVertices(const PlyElement& element, Values* values, TriangleMesh* mesh) {
  const auto position = FindThree(element, {"x", "y", "z"});
  const auto normal = FindThree(element, {"nx", "ny", "nz"});
  const auto color = FindThree(element, {"red", "green", "blue"});
  if (!position) throw Error("has vertices without x, y or z");
  mesh->vertices.resize(3 * element.count);
  if (normal) mesh->normals.resize(3 * element.count);
  if (color) mesh->colors.resize(3 * element.count);
  Row row;
  for (uint64_t i = 0; i < element.count; ++i) {
    ReadRow(element, std::nullopt, values, &row);
    for (size_t k = 0; k < 3; ++k) {
      mesh->vertices[3 * i + k] = FiniteFloat(row.values[(*position)[k]], "position", i);
      if (normal) mesh->normals[3 * i + k] = static_cast<float>(row.values[(*normal)[k]]);
      if (!color) continue;
      const size_t property = (*color)[k];
      const double white = WhiteOf(element.properties[property].scalar);
      const double level = std::round(255.0 / white * row.values[property]);
      mesh->colors[3 * i + k] = static_cast<uint8_t>(level > 0.0 ? std::min(level, 255.0) : 0.0);
    }
  }
  DropUnusableNormals(mesh);
}

template <typename Values>
void ReadFaces(const PlyElement& element, uint64_t vertex_count, Values* values, TriangleMesh* mesh) {
  auto corners = element.Find("vertex_indices");
  if (!corners) corners = element.Find("vertex_index");
  if (!corners || !element.properties[*corners].list_size) {
    throw Error("has faces without a list vertex_indices");
  }
  PlyElement triangle = element;
  triangle.properties.insert(triangle.properties.end(), 3,
                             {"", element.properties[*corners].scalar, std::nullopt});
  mesh->triangles.reserve(3 * std::min(element.count, values->MostOf(triangle)));
  Row row;
  for (uint64_t i = 0; i < element.count; ++i) {
    ReadRow(element, corners, values, &row);
    if (row.list.size() < 3) {
      throw Error("face " + std::to_string(i) + " has " + std::to_string(row.list.size()) +
                  " corners, expected at least 3");
    }
    for (const double index : row.list) {
      if (index >= 0.0 && index < static_cast<double>(vertex_count)) continue;
      throw Error(fmt::format("face {} refers to vertex {}, expected 0 to {}", i, index,
                              static_cast<int64_t>(vertex_count) - 1));
    }
    for (size_t k = 2; k < row.list.size(); ++k) {
      for (const size_t corner : {size_t{0}, k - 1, k}) {
        mesh->triangles.push_back(static_cast<uint32_t>(row.list[corner]));
      }
    }
  }
}

const PlyElement& Find(const PlyHeader& header, std::string_view name) {
  const auto found = std::ranges::find(header.elements, name, &PlyElement::name);
  if (found == header.elements.end()) throw Error("has no element '" + std::string(name) + "', expected one");
  return *found;
}

template <typename Values>
TriangleMesh ReadElements(const PlyHeader& header, Values values) {
  TriangleMesh mesh;
  const PlyElement& vertex = Find(header, "vertex");
  const PlyElement& face = Find(header, "face");
  if (vertex.count > std::numeric_limits<uint32_t>::max()) throw Error("has more than 4294967295 vertices");
  Row row;
  for (const PlyElement& element : header.elements) {
    if (element.properties.empty()) continue;
    values.CheckRoomFor(element);
    if (&element == &vertex) {
      ReadVertices(element, &values, &mesh);
    } else if (&element == &face) {
      ReadFaces(element, vertex.count, &values, &mesh);
    } else {
      for (uint64_t i = 0; i < element.count; ++i) ReadRow(element, std::nullopt, &values, &row);
    }
  }
  return mesh;
}

/// The vertices alone.
template <typename Values>
TriangleMesh ReadVertexElement(const PlyHeader& header, Values values) {
  TriangleMesh mesh;
  const PlyElement& vertex = Find(header, "vertex");
  Row row;
  for (const PlyElement& element : header.elements) {
    if (!element.properties.empty()) values.CheckRoomFor(element);
    if (&element == &vertex) {
      ReadVertices(element, &values, &mesh);
      break;
    }
    for (uint64_t i = 0; i < element.count; ++i) ReadRow(element, std::nullopt, &values, &row);
  }
  return mesh;
}

/// Calls read(header, values) for the values of a file.
template <typename Read>
TriangleMesh ReadFile(const std::filesystem::path& path, const Read& read) {
  PlyFile file = OpenPly(path);
  std::string values(file.value_bytes, '\0');
  file.in->read(values.data(), static_cast<std::streamsize>(values.size()));
  if (!*file.in) throw Error("cannot read " + path.string());
  try {
    const PlyFormat format = file.header.format;
    return format == PlyFormat::kAscii ? read(file.header, TextPlyValues(values, file.header.lines + 1))
                                       : read(file.header, BinaryPlyValues(format, values));
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace

void WritePlyHeader(size_t vertices, size_t triangles, bool normals, bool colors, AtomicFile* file) {
  std::string header = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(vertices) +
                       "\nproperty float x\nproperty float y\nproperty float z\n";
  if (normals) header += "property float nx\nproperty float ny\nproperty float nz\n";
  if (colors) header += "property uchar red\nproperty uchar green\nproperty uchar blue\n";
  file->Write(header + "element face " + std::to_string(triangles) +
              "\nproperty list uchar int vertex_indices\nend_header\n");
}

void WritePlyVertices(const TriangleMesh& piece, AtomicFile* file) {
  constexpr size_t kThreeFloats = 3 * sizeof(float);
  const bool normals = !piece.normals.empty();
  const bool colors = !piece.colors.empty();
  const size_t vertex_size = kThreeFloats + (normals ? kThreeFloats : 0) + (colors ? 3 : 0);
  WriteRecords(piece.vertex_count(), vertex_size, file, [&](size_t i, char* bytes) {
    std::memcpy(bytes, &piece.vertices[3 * i], kThreeFloats);
    if (normals) std::memcpy(bytes + kThreeFloats, &piece.normals[3 * i], kThreeFloats);
    if (colors) std::memcpy(bytes + vertex_size - 3, &piece.colors[3 * i], 3);
  });
}

void WritePlyTriangles(const TriangleMesh& piece, AtomicFile* file) {
  WriteRecords(piece.triangle_count(), 1 + 3 * sizeof(uint32_t), file, [&](size_t i, char* bytes) {
    bytes[0] = 3;
    std::memcpy(bytes + 1, &piece.triangles[3 * i], 3 * sizeof(uint32_t));
  });
}

void WritePly(const TriangleMesh& mesh, AtomicFile* file) {
  WritePlyHeader(mesh.vertex_count(), mesh.triangle_count(), !mesh.normals.empty(), !mesh.colors.empty(),
                 file);
  WritePlyVertices(mesh, file);
  WritePlyTriangles(mesh, file);
}

TriangleMesh ReadPly(const std::filesystem::path& path) {
  return ReadFile(path, [](const auto& header, const auto& values) { return ReadElements(header, values); });
}

TriangleMesh ReadPlyPoints(const std::filesystem::path& path) {
  return ReadFile(path,
                  [](const auto& header, const auto& values) { return ReadVertexElement(header, values); });
}

}  // namespace isogs::mesh_formats
