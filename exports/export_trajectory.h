// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

#include "exports/export_format.h"

namespace isogs {

/// Writes the camera's poses in the world (see ReadRunCameras), a line each, and returns how many:
///   kTum    time tx ty tz qx qy qz qw, as trajectory.txt
///   kKitti  the first three rows of the matrix; no times
///   kCsv    frame,time_s,state,tx_m,ty_m,tz_m,qx,qy,qz,qw under a heading; the frame is the data set's
size_t ExportTrajectory(const std::filesystem::path& input, const std::filesystem::path& output,
                        ExportFormat format);

}  // namespace isogs
