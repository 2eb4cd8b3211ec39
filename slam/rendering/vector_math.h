// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/core/host_device.h"

/// Vectors of three and rotations, for kernels on any device.
namespace isogs::splat {

struct Vec3 {
  float x, y, z;
};

ISOGS_HD inline Vec3 LoadVec3(const float* values) { return {values[0], values[1], values[2]}; }
ISOGS_HD inline void AddTo(float* values, const Vec3& v) {
  values[0] += v.x;
  values[1] += v.y;
  values[2] += v.z;
}
ISOGS_HD inline Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
ISOGS_HD inline Vec3 operator*(float s, const Vec3& v) { return {s * v.x, s * v.y, s * v.z}; }
/// Element by element.
ISOGS_HD inline Vec3 operator%(const Vec3& a, const Vec3& b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
ISOGS_HD inline float Dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
ISOGS_HD inline Vec3 Cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
ISOGS_HD inline float Clamp(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }

struct Mat3 {
  Vec3 row[3];
};

ISOGS_HD inline Mat3 MakeMat3(const float* row_major) {
  return {{LoadVec3(row_major), LoadVec3(row_major + 3), LoadVec3(row_major + 6)}};
}
ISOGS_HD inline Mat3 operator+(const Mat3& a, const Mat3& b) {
  return {{a.row[0] + b.row[0], a.row[1] + b.row[1], a.row[2] + b.row[2]}};
}
ISOGS_HD inline Vec3 operator*(const Mat3& m, const Vec3& v) {
  return {Dot(m.row[0], v), Dot(m.row[1], v), Dot(m.row[2], v)};
}
/// m^T v.
ISOGS_HD inline Vec3 TransposedTimes(const Mat3& m, const Vec3& v) {
  return v.x * m.row[0] + v.y * m.row[1] + v.z * m.row[2];
}
/// a b^T.
ISOGS_HD inline Mat3 Outer(const Vec3& a, const Vec3& b) { return {{a.x * b, a.y * b, a.z * b}}; }

struct UnitQuaternion {
  float w, x, y, z;
  float inverse_norm;  // of the quaternion before normalisation
};

/// The zero quaternion stands for no rotation.
ISOGS_HD inline UnitQuaternion Normalized(const float* wxyz) {
  const float norm = std::sqrt(wxyz[0] * wxyz[0] + wxyz[1] * wxyz[1] + wxyz[2] * wxyz[2] + wxyz[3] * wxyz[3]);
  const float inverse = 1.0f / (norm > 1e-12f ? norm : 1e-12f);
  return {wxyz[0] * inverse, wxyz[1] * inverse, wxyz[2] * inverse, wxyz[3] * inverse, inverse};
}

ISOGS_HD inline Mat3 RotationMatrix(const UnitQuaternion& q) {
  const float xx = q.x * q.x, yy = q.y * q.y, zz = q.z * q.z;
  const float xy = q.x * q.y, xz = q.x * q.z, yz = q.y * q.z;
  const float wx = q.w * q.x, wy = q.w * q.y, wz = q.w * q.z;
  return {{{1.0f - 2.0f * (yy + zz), 2.0f * (xy - wz), 2.0f * (xz + wy)},
           {2.0f * (xy + wz), 1.0f - 2.0f * (xx + zz), 2.0f * (yz - wx)},
           {2.0f * (xz - wy), 2.0f * (yz + wx), 1.0f - 2.0f * (xx + yy)}}};
}

/// Adds dL/d of the quaternion before normalisation to `wxyz`, from `g` = dL/d RotationMatrix(q).
ISOGS_HD inline void BackwardRotationMatrix(const UnitQuaternion& q, const Mat3& g, float* wxyz) {
  const Vec3 &r0 = g.row[0], &r1 = g.row[1], &r2 = g.row[2];
  const float w = 2.0f * (q.x * (r2.y - r1.z) + q.y * (r0.z - r2.x) + q.z * (r1.x - r0.y));
  const float x =
      2.0f * (q.w * (r2.y - r1.z) + q.y * (r0.y + r1.x) + q.z * (r0.z + r2.x)) - 4.0f * q.x * (r1.y + r2.z);
  const float y =
      2.0f * (q.w * (r0.z - r2.x) + q.x * (r0.y + r1.x) + q.z * (r1.z + r2.y)) - 4.0f * q.y * (r0.x + r2.z);
  const float z =
      2.0f * (q.w * (r1.x - r0.y) + q.x * (r0.z + r2.x) + q.y * (r1.z + r2.y)) - 4.0f * q.z * (r0.x + r1.y);
  // Normalisation lets only what is perpendicular to q pass.
  const float along = q.w * w + q.x * x + q.y * y + q.z * z;
  wxyz[0] += q.inverse_norm * (w - along * q.w);
  wxyz[1] += q.inverse_norm * (x - along * q.x);
  wxyz[2] += q.inverse_norm * (y - along * q.y);
  wxyz[3] += q.inverse_norm * (z - along * q.z);
}

}  // namespace isogs::splat
