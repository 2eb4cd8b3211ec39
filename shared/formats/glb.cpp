// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/glb.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "shared/core/error.h"

namespace isogs::glb {
namespace {

void WriteWords(std::initializer_list<size_t> words, AtomicFile* file) {
  for (const size_t word : words) {
    const auto stored = static_cast<uint32_t>(word);
    file->Write({reinterpret_cast<const char*>(&stored), sizeof(stored)});
  }
}

}  // namespace

Json EmptyScene() {
  Json gltf = {{"asset", {{"version", "2.0"}, {"generator", "IsoGS"}}}, {"scene", 0}};
  gltf["scenes"] = Json::array({Json::object()});
  return gltf;
}

Json SceneOfMesh() {
  Json gltf = EmptyScene();
  gltf["scenes"][0]["nodes"] = {0};
  gltf["nodes"] = Json::array({{{"mesh", 0}}});
  gltf["buffers"] = Json::array({{{"byteLength", size_t{0}}}});
  return gltf;
}

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

void AddBounds(const std::vector<float>& positions, Json* accessor) {
  std::array<float, 3> low, high;
  std::copy_n(positions.begin(), 3, low.begin());
  high = low;
  for (size_t i = 0; i < positions.size(); i += 3) {
    for (size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], positions[i + k]);
      high[k] = std::max(high[k], positions[i + k]);
    }
  }
  (*accessor)["min"] = low;
  (*accessor)["max"] = high;
}

void WriteHead(const Json& gltf, AtomicFile* file) {
  std::string json = gltf.dump();
  json.resize((json.size() + 3) / 4 * 4, ' ');
  const size_t buffer_size = gltf.contains("buffers") ? gltf["buffers"][0]["byteLength"].get<size_t>() : 0;
  const size_t total = 12 + 8 + json.size() + (buffer_size == 0 ? 0 : 8 + buffer_size);
  if (total > std::numeric_limits<uint32_t>::max()) {
    throw Error("GLB holds 4 GiB, found " + std::to_string(total) + " bytes to write; write .ply");
  }
  WriteWords({0x46546C67, 2, total, json.size(), 0x4E4F534A}, file);  // "glTF", version; "JSON"
  file->Write(json);
  if (buffer_size > 0) WriteWords({buffer_size, 0x004E4942}, file);  // "BIN"
}

std::array<float, 256> LinearLevels() {
  std::array<float, 256> levels;
  for (size_t i = 0; i < levels.size(); ++i) {
    const double srgb = static_cast<double>(i) / 255.0;
    levels[i] = static_cast<float>(srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4));
  }
  return levels;
}

}  // namespace isogs::glb
