// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

#include "shared/io/file.h"

/// Binary glTF 2.0: a JSON document that says where values lie in one buffer behind it. The specification,
/// Khronos Group: sections 3.6 and 3.7 (accessors, geometry), 4 (GLB).
namespace isogs::glb {

using Json = nlohmann::ordered_json;

// componentType
inline constexpr int kUnsignedByte = 5121;
inline constexpr int kUnsignedInt = 5125;
inline constexpr int kFloat = 5126;
// target
inline constexpr int kVertexBuffer = 34962;  // ARRAY_BUFFER
inline constexpr int kIndexBuffer = 34963;   // ELEMENT_ARRAY_BUFFER

/// A document with an empty scene. That is all where there is nothing to show: accessors may not be empty.
Json EmptyScene();
/// One with a node of a mesh, which the caller adds, and an empty buffer.
Json SceneOfMesh();

/// Adds a view of the buffer, `count` elements of `size` bytes at its end, and the accessor of it. Returns
/// the accessor, for what must be added to it.
Json& AddAccessor(size_t count, size_t size, const char* type, int component, int target, Json* gltf);

/// Positions [N,3], at least one, need their bounds.
void AddBounds(const std::vector<float>& positions, Json* accessor);

/// Writes what stands before the buffer's bytes, which follow in the order of the accessors. Throws Error if
/// all of it exceeds what GLB holds.
void WriteHead(const Json& gltf, AtomicFile* file);

/// glTF's vertex colours are linear: those of sRGB's 256 levels (IEC 61966-2-1).
std::array<float, 256> LinearLevels();

}  // namespace isogs::glb
