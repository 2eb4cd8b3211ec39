// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs {

/// A 4x4 matrix as it stands in a file, row by row, unchecked.
using MatrixText = std::array<double, 16>;

/// The 16 numbers of `text`, separated by white space. `where` names file and line in errors.
MatrixText ParseMatrix(std::string_view text, const std::string& where);

/// One matrix a line; empty lines and comments (#) are left out.
std::vector<MatrixText> ParseMatrixLines(std::string_view text, const std::string& where);

/// The matrix as a pose. Throws Error unless it is finite, a rotation up to 1e-2 and has 0 0 0 1 as its last
/// row; what is left of a deviation is taken out.
Pose PoseFromMatrix(const MatrixText& matrix, const std::string& where);

}  // namespace isogs
