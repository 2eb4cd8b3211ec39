// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {add, scale} from "./matrix.js";

/// Where a ray meets the front of a MeshLayer's nearest triangle, or null.
export function pickMesh(cells, {origin, direction}) {
  let nearest = Infinity;
  for (const cell of cells) {
    if (entersBox(cell.box, origin, direction) < nearest) nearest = Math.min(nearest, pickCell(cell, origin, direction));
  }
  return nearest < Infinity ? add(origin, scale(direction, nearest)) : null;
}

/// Metres along the ray to where it enters the box (0: it begins inside); infinite where it passes by.
export function entersBox(box, origin, direction) {
  let [enter, leave] = [0, Infinity];
  for (let k = 0; k < 3; ++k) {
    const inverse = 1 / (direction[k] || 1e-12);
    const [a, b] = [(box.min[k] - origin[k]) * inverse, (box.max[k] - origin[k]) * inverse];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave + 1e-6 ? enter : Infinity;
}

/// Moeller and Trumbore (1997), in lattice steps from the ray's origin.
function pickCell({first, step, q, indices}, origin, direction) {
  const [ox, oy, oz] = origin.map((value, k) => first[k] - value / step);
  const [dx, dy, dz] = direction;
  let nearest = Infinity;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i], 3 * indices[i + 1], 3 * indices[i + 2]];
    const [ux, uy, uz] = [q[b] - q[a], q[b + 1] - q[a + 1], q[b + 2] - q[a + 2]];
    const [vx, vy, vz] = [q[c] - q[a], q[c + 1] - q[a + 1], q[c + 2] - q[a + 2]];
    const [px, py, pz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx];
    const determinant = ux * px + uy * py + uz * pz;
    if (determinant <= 0) continue;  // its back
    const [sx, sy, sz] = [-ox - q[a], -oy - q[a + 1], -oz - q[a + 2]];
    const s = (sx * px + sy * py + sz * pz) / determinant;
    if (s < 0 || s > 1) continue;
    const [rx, ry, rz] = [sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux];
    const t = (dx * rx + dy * ry + dz * rz) / determinant;
    if (t < 0 || s + t > 1) continue;
    const along = (vx * rx + vy * ry + vz * rz) / determinant;
    if (along > 0 && along * step < nearest) nearest = along * step;
  }
  return nearest;
}
