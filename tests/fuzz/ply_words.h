// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace isogs::fuzz {

/// What stands in headers of PLY files.
inline std::vector<std::string> PlyWords() {
  return {"format ascii 1.0",
          "binary_big_endian",
          "binary_little_endian",
          "element face ",
          "element vertex ",
          "property list uchar int vertex_indices\n",
          "property double x\n",
          "property uchar red\n",
          "end_header\n",
          "obj_info ",
          "ushort",
          "int8",
          "4294967296",
          "18446744073709551615",
          "-1",
          "nan",
          "1e300"};
}

}  // namespace isogs::fuzz
