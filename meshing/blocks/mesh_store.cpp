// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/mesh_store.h"

#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/mesh_formats.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

template <typename T>
int64_t Bytes(const std::vector<T>& values) {
  return static_cast<int64_t>(values.size() * sizeof(T));
}

int64_t Bytes(const TriangleMesh& mesh) {
  return Bytes(mesh.vertices) + Bytes(mesh.normals) + Bytes(mesh.colors) + Bytes(mesh.triangles);
}

}  // namespace

MeshStore::MeshStore(int64_t max_memory_bytes, fs::path folder)
    : max_memory_bytes_(max_memory_bytes), folder_(folder.empty() ? fs::path(".") : std::move(folder)) {
  low_.fill(std::numeric_limits<float>::max());
  high_.fill(std::numeric_limits<float>::lowest());
}

MeshStore::~MeshStore() {
  if (descriptor_ >= 0) close(descriptor_);
}

void MeshStore::Append(const TriangleMesh& mesh) {
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    low_[i % 3] = std::min(low_[i % 3], mesh.vertices[i]);
    high_[i % 3] = std::max(high_[i % 3], mesh.vertices[i]);
  }
  Piece piece{{}, -1, mesh.vertex_count(), mesh.triangle_count()};
  if (bytes_ + Bytes(mesh) <= max_memory_bytes_) {
    piece.mesh = mesh;
    bytes_ += Bytes(mesh);
  } else {
    piece.offset = file_bytes_;
    Spill(mesh);
  }
  pieces_.push_back(std::move(piece));
}

void MeshStore::Spill(const TriangleMesh& mesh) {
  if (descriptor_ < 0) {
    std::string name = (folder_ / ".extract_mesh.XXXXXX").string();
    descriptor_ = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0)
      throw Error(folder_.string() + ": cannot make a file there: " + std::strerror(errno));
    unlink(name.c_str());
  }
  const auto write_all = [&](const void* data, int64_t size) {
    const char* bytes = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t written = pwrite(descriptor_, bytes, static_cast<size_t>(size), file_bytes_);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        throw Error(folder_.string() +
                    ": cannot keep the mesh there while it is made: " + std::strerror(errno));
      }
      bytes += written;
      size -= written;
      file_bytes_ += written;
    }
  };
  write_all(mesh.vertices.data(), Bytes(mesh.vertices));
  write_all(mesh.normals.data(), Bytes(mesh.normals));
  write_all(mesh.colors.data(), Bytes(mesh.colors));
  write_all(mesh.triangles.data(), Bytes(mesh.triangles));
}

TriangleMesh MeshStore::Load(const Piece& piece) const {
  TriangleMesh mesh;
  int64_t at = piece.offset;
  const auto read_all = [&](auto& values, size_t count) {
    values.resize(count);
    auto* bytes = reinterpret_cast<char*>(values.data());
    for (int64_t left = Bytes(values); left > 0;) {
      const ssize_t read = pread(descriptor_, bytes, static_cast<size_t>(left), at);
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0) throw Error(folder_.string() + ": cannot read back the mesh: " + std::strerror(errno));
      bytes += read;
      left -= read;
      at += read;
    }
  };
  read_all(mesh.vertices, 3 * piece.vertices);
  read_all(mesh.normals, 3 * piece.vertices);
  read_all(mesh.colors, 3 * piece.vertices);
  read_all(mesh.triangles, 3 * piece.triangles);
  return mesh;
}

template <typename Body>
void MeshStore::ForPieces(const Body& body) const {
  for (const Piece& piece : pieces_) {
    if (piece.offset < 0) {
      body(piece.mesh);
    } else {
      body(Load(piece));
    }
  }
}

TriangleMesh MeshStore::Whole() {
  MemorySink whole;
  size_t vertices = 0, triangles = 0;
  for (const Piece& piece : pieces_) {
    vertices += piece.vertices;
    triangles += piece.triangles;
  }
  whole.mesh.vertices.reserve(3 * vertices);
  whole.mesh.normals.reserve(3 * vertices);
  whole.mesh.colors.reserve(3 * vertices);
  whole.mesh.triangles.reserve(3 * triangles);
  ForPieces([&](const TriangleMesh& piece) { whole.Append(piece); });
  return std::move(whole.mesh);
}

void MeshStore::WriteTo(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  if (extension != ".ply") {
    if (on_disk()) {
      throw Error(fmt::format(
          "{}: the mesh takes {} MiB, more than fits into --max-memory; write a .ply, or allow more",
          path.string(), (bytes_ + file_bytes_) >> 20));
    }
    WriteMesh(path, Whole());
    return;
  }
  size_t vertices = 0, triangles = 0;
  for (const Piece& piece : pieces_) {
    vertices += piece.vertices;
    triangles += piece.triangles;
  }
  AtomicFile file(path);
  mesh_formats::WritePlyHeader(vertices, triangles, true, true, &file);
  ForPieces([&](const TriangleMesh& piece) { mesh_formats::WritePlyVertices(piece, &file); });
  ForPieces([&](const TriangleMesh& piece) { mesh_formats::WritePlyTriangles(piece, &file); });
  file.Commit();
}

}  // namespace isogs
