// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "datasets/pose_text.h"

namespace isogs {

/// The pose of a position and a quaternion (x y z w). Throws Error with `where` unless all are finite and the
/// quaternion's length is 1 up to 1e-2.
Pose PoseFromQuaternion(const Eigen::Vector3d& position, const Eigen::Vector4d& xyzw,
                        const std::string& where);

/// The matrix that a JSON list of three or four lists of four numbers is, unchecked. Throws Error with
/// `where`.
MatrixText MatrixFromJson(const nlohmann::ordered_json& rows, const std::string& where);

}  // namespace isogs
