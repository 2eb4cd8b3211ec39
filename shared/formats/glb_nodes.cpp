// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/glb_nodes.h"

#include <array>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/formats/glb_reader.h"

namespace isogs::glb {
namespace {

using Eigen::Affine3d;

template <size_t N>
std::array<double, N> NumbersAt(const Json& node, const char* key, std::array<double, N> otherwise) {
  if (!node.contains(key)) return otherwise;
  const Json& values = node[key];
  const auto fail = [&] {
    return Error(std::string("node's '") + key + "' is expected to be " + std::to_string(N) + " numbers");
  };
  if (!values.is_array() || values.size() != N) throw fail();
  for (size_t k = 0; k < N; ++k) {
    if (!values[k].is_number()) throw fail();
    otherwise[k] = values[k].get<double>();
  }
  return otherwise;
}

Affine3d ParentFromNode(const Json& node) {
  Affine3d transform = Affine3d::Identity();
  if (node.contains("matrix")) {
    const auto values = NumbersAt<16>(node, "matrix", {});
    transform.matrix() = Eigen::Map<const Eigen::Matrix4d>(values.data());  // both column by column
    return transform;
  }
  const auto [tx, ty, tz] = NumbersAt<3>(node, "translation", {0, 0, 0});
  const auto [x, y, z, w] = NumbersAt<4>(node, "rotation", {0, 0, 0, 1});
  const auto [sx, sy, sz] = NumbersAt<3>(node, "scale", {1, 1, 1});
  transform.translate(Eigen::Vector3d(tx, ty, tz));
  transform.rotate(Eigen::Quaterniond(w, x, y, z).normalized());
  transform.scale(Eigen::Vector3d(sx, sy, sz));
  return transform;
}

using Reached = std::vector<std::pair<size_t, Affine3d>>;  // nodes, and where their parents stand

/// Adds what `holder`[`key`] names.
void AddNodes(const Json& holder, const char* key, const Affine3d& world_from_parent, Reached* reached) {
  if (!holder.contains(key)) return;
  const Json& nodes = holder[key];
  for (const Json& node : nodes) {
    if (!node.is_number_unsigned()) throw Error(std::string("'") + key + "' names no node");
    reached->emplace_back(node.get<size_t>(), world_from_parent);
  }
}

}  // namespace

std::vector<PlacedMesh> MeshesOfScene(const Json& gltf) {
  std::vector<PlacedMesh> meshes;
  Reached open;
  AddNodes(Element(gltf, "scenes", Whole(gltf, "scene", 0)), "nodes", Affine3d::Identity(), &open);
  std::vector<bool> seen;
  while (!open.empty()) {
    const auto [index, world_from_parent] = open.back();
    open.pop_back();
    const Json& node = Element(gltf, "nodes", index);
    if (!node.is_object()) throw Error("node " + std::to_string(index) + " is no object");
    if (seen.size() <= index) seen.resize(index + 1);
    if (seen[index]) throw Error("reaches node " + std::to_string(index) + " twice, expected a tree");
    seen[index] = true;
    const Affine3d world_from_node = world_from_parent * ParentFromNode(node);
    if (node.contains("mesh")) meshes.push_back({Whole(node, "mesh"), world_from_node});
    AddNodes(node, "children", world_from_node, &open);
  }
  return meshes;
}

}  // namespace isogs::glb
