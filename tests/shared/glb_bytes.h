// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

namespace isogs::test {

/// A GLB file taken apart.
struct GlbParts {
  nlohmann::ordered_json gltf;
  std::string buffer;
};

inline uint32_t WordAt(const std::string& bytes, size_t at) {
  uint32_t word;
  std::memcpy(&word, &bytes.at(at), sizeof(word));
  return word;
}

/// Of a whole file.
inline GlbParts SplitGlb(const std::string& glb) {
  const uint32_t json_size = WordAt(glb, 12);
  return {nlohmann::ordered_json::parse(glb.substr(20, json_size)), glb.substr(28 + json_size)};
}

inline std::string JoinGlb(const GlbParts& parts) {
  std::string json = parts.gltf.dump();
  json.resize((json.size() + 3) / 4 * 4, ' ');
  std::string glb = "glTF";
  const auto put = [&](size_t value) {
    const auto word = static_cast<uint32_t>(value);
    glb.append(reinterpret_cast<const char*>(&word), sizeof(word));
  };
  put(2), put(28 + json.size() + parts.buffer.size());
  put(json.size()), glb += "JSON" + json;
  put(parts.buffer.size()), glb += std::string("BIN\0", 4) + parts.buffer;
  return glb;
}

}  // namespace isogs::test
