// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Vectors are arrays of 3, matrices arrays of 16 by columns, as WebGL takes them. Names read right to left:
// clipFromWorld = multiply(clipFromView, viewFromWorld). A view looks along its -z, as in OpenGL.

export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const lengthOf = (a) => Math.hypot(a[0], a[1], a[2]);
export const normalize = (a) => scale(a, 1 / (lengthOf(a) || 1));

export function multiply(a, b) {
  const product = new Array(16);
  for (let column = 0; column < 4; ++column) {
    for (let row = 0; row < 4; ++row) {
      let sum = 0;
      for (let k = 0; k < 4; ++k) sum += a[4 * k + row] * b[4 * column + k];
      product[4 * column + row] = sum;
    }
  }
  return product;
}

/// The matrix times (point, 1), all four.
export function transform(matrix, point) {
  const [x, y, z] = point;
  return [0, 1, 2, 3].map((row) => matrix[row] * x + matrix[row + 4] * y + matrix[row + 8] * z + matrix[row + 12]);
}

/// Clip coordinates of a view with the given vertical field of view.
export function perspective(fovYRad, aspect, near, far) {
  const f = 1 / Math.tan(fovYRad / 2);
  const depth = 1 / (near - far);
  return [f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (near + far) * depth, -1, 0, 0, 2 * near * far * depth, 0];
}

/// The view from `eye` to `target`; `up` must not be parallel to that.
export function lookAt(eye, target, up) {
  const back = normalize(subtract(eye, target));
  const right = normalize(cross(up, back));
  const top = cross(back, right);
  return [right[0], top[0], back[0], 0, right[1], top[1], back[1], 0, right[2], top[2], back[2], 0,
    -dot(right, eye), -dot(top, eye), -dot(back, eye), 1];
}

/// Columns of a 4x4 matrix that came row by row.
export function fromRows(rows) {
  return [0, 1, 2, 3].flatMap((column) => [0, 1, 2, 3].map((row) => rows[4 * row + column]));
}

/// Two unit vectors that make a right-handed frame with `up`, a unit vector, as the third.
export function horizontalAxes(up) {
  const smallest = [0, 1, 2].reduce((best, k) => (Math.abs(up[k]) < Math.abs(up[best]) ? k : best), 0);
  const first = normalize(cross(up, [0, 1, 2].map((k) => (k === smallest ? 1 : 0))));
  return [first, cross(up, first)];
}
