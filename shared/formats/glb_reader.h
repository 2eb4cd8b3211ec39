// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "shared/formats/glb.h"

/// Reading of what glb.h writes, and of what others do. Nothing in a file is trusted: whatever is missing, of
/// another type or beyond the file's end is an Error that says what was expected.
namespace isogs::glb {

struct Document {
  Json gltf;
  std::string_view buffer;  ///< the values' part of the file's bytes
};

/// Binary glTF 2.0, of the bytes of a file, which must outlive it. Extensions that it requires must be among
/// `known`.
Document Parse(std::string_view bytes, std::initializer_list<std::string_view> known);

/// `object`[`key`], which must be there.
const Json& Member(const Json& object, const char* key);
/// A whole number; `otherwise` where it is not there.
size_t Whole(const Json& object, const char* key, size_t otherwise);
size_t Whole(const Json& object, const char* key);
/// Element `index` of the document's array `name`.
const Json& Element(const Json& gltf, const char* name, size_t index);

/// Where values of a type and count lie in the buffer, all of them within it.
struct Accessor {
  const char* data = nullptr;
  size_t count = 0;
  size_t width = 0;   ///< numbers in an element
  size_t stride = 0;  ///< bytes from one to the next
  int component = 0;
  bool is_normalized = false;
};

/// Accessor `index`, of `type` (SCALAR, VEC3, VEC4). Throws Error where it is sparse, packed, or outside.
Accessor FindAccessor(const Document& document, size_t index, std::string_view type);

/// Element `i` as floats; normalised integers as section 3.11 says.
void Load(const Accessor& accessor, size_t i, float* out);

}  // namespace isogs::glb
