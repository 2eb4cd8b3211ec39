// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/live_mesh.h"

#include <algorithm>
#include <string>

#include "shared/core/error.h"
#include "shared/ipc/payload_codec.h"

namespace isogs {
namespace {

struct Head {
  LiveMesh::Info info;
  uint64_t vertices = 0, triangles = 0;
  bool has_normals = false, has_colors = false;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    info.Visit(visit);
    visit("vertices", vertices);
    visit("triangles", triangles);
    visit("has_normals", has_normals);
    visit("has_colors", has_colors);
  }
};

Head HeadOf(const LiveMesh& mesh) {
  return {mesh.info, mesh.mesh.vertex_count(), mesh.mesh.triangle_count(), !mesh.mesh.normals.empty(),
          !mesh.mesh.colors.empty()};
}

void CheckCount(const char* name, uint64_t count) {
  if (count > UINT32_MAX)
    throw Error(std::string(name) + ": " + std::to_string(count) + ", expected below 2^32");
}

void CheckIndices(const std::vector<uint32_t>& triangles, uint64_t vertices) {
  uint32_t largest = 0;
  for (const uint32_t index : triangles) largest = std::max(largest, index);
  if (!triangles.empty() && largest >= vertices) {
    throw Error("triangles: index " + std::to_string(largest) + ", expected below the number of vertices, " +
                std::to_string(vertices));
  }
}

}  // namespace

size_t LiveMesh::EncodedBytes() const {
  return EncodedHead(HeadOf(*this)).bytes() + PaddedBytes(mesh.vertices.size() * sizeof(float)) +
         PaddedBytes(mesh.normals.size() * sizeof(float)) + PaddedBytes(mesh.colors.size()) +
         PaddedBytes(mesh.triangles.size() * sizeof(uint32_t));
}

void LiveMesh::Encode(PayloadSink& sink) const {
  const HeadWriter head = EncodedHead(HeadOf(*this));
  PayloadEncoder encoder(sink);
  encoder.Append(head.data(), head.bytes());
  encoder.Append(mesh.vertices);
  encoder.Append(mesh.normals);
  encoder.Append(mesh.colors);
  encoder.Append(mesh.triangles);
}

LiveMesh LiveMesh::Decode(PayloadBuffer payload) {
  PayloadDecoder decoder(payload.bytes());
  Head head;
  head.Visit(decoder);
  CheckCount("vertices", head.vertices);
  CheckCount("triangles", head.triangles);
  LiveMesh mesh{head.info, {}};
  mesh.mesh.vertices = decoder.Array<float>("vertices", 3 * head.vertices);
  if (head.has_normals) mesh.mesh.normals = decoder.Array<float>("normals", 3 * head.vertices);
  if (head.has_colors) mesh.mesh.colors = decoder.Array<uint8_t>("colors", 3 * head.vertices);
  mesh.mesh.triangles = decoder.Array<uint32_t>("triangles", 3 * head.triangles);
  decoder.ExpectEnd();
  CheckFinite("vertices", mesh.mesh.vertices);
  CheckFinite("normals", mesh.mesh.normals);
  CheckIndices(mesh.mesh.triangles, head.vertices);
  return mesh;
}

}  // namespace isogs
