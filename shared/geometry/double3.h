// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/core/host_device.h"

namespace isogs {

/// Three doubles, for kernels on any device.
struct Double3 {
  double x, y, z;
};

ISOGS_HD inline Double3 operator+(const Double3& a, const Double3& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
ISOGS_HD inline Double3 operator*(double s, const Double3& v) { return {s * v.x, s * v.y, s * v.z}; }
ISOGS_HD inline double Dot(const Double3& a, const Double3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
ISOGS_HD inline Double3 Cross(const Double3& a, const Double3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
ISOGS_HD inline double Norm(const Double3& v) { return std::sqrt(Dot(v, v)); }
ISOGS_HD inline Double3 Normalized(const Double3& v) { return (1.0 / Norm(v)) * v; }

}  // namespace isogs
