// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

/// A whole mesh as one cell of a MeshLayer. positions: Float32Array [3n] m; indices: Uint32Array [3m]; colors:
/// Uint8Array [3n] or null (grey); normals are made of the triangles.
export function quantizedCell({positions, indices, colors = null}) {
  const vertices = positions.length / 3;
  const min = [Infinity, Infinity, Infinity];
  let extent = 1e-6;
  for (let k = 0; k < 3; ++k) {
    let max = -Infinity;
    for (let i = k; i < positions.length; i += 3) {
      min[k] = Math.min(min[k], positions[i]);
      max = Math.max(max, positions[i]);
    }
    if (vertices > 0) extent = Math.max(extent, max - min[k]);
  }
  const step = extent / 65000;
  const origin = min.map((value) => Math.floor(value / step) * step);
  const q = new Uint16Array(3 * vertices);
  for (let i = 0; i < q.length; ++i) q[i] = Math.max(0, Math.round((positions[i] - origin[i % 3]) / step));
  const grey = () => new Uint8Array(3 * vertices).fill(190);
  return {vertices, origin, step, q, indices, colors: colors ?? grey(), normals: octNormals(positions, indices)};
}

function octNormals(positions, indices) {
  const sums = new Float32Array(positions.length);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i], 3 * indices[i + 1], 3 * indices[i + 2]];
    const [ux, uy, uz] = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
    const [vx, vy, vz] = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
    const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c]) for (let k = 0; k < 3; ++k) sums[corner + k] += normal[k];
  }
  const octs = new Int8Array(2 * positions.length / 3);
  for (let i = 0; i < octs.length / 2; ++i) octs.set(octOf(sums[3 * i], sums[3 * i + 1], sums[3 * i + 2]), 2 * i);
  return octs;
}

/// A direction on the octahedron, as two signed bytes.
export function octOf(x, y, z) {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z) || 1;
  let [u, v] = [x / sum, y / sum];
  if (z < 0) [u, v] = [(1 - Math.abs(v)) * (u >= 0 ? 1 : -1), (1 - Math.abs(u)) * (v >= 0 ? 1 : -1)];
  return [Math.round(127 * u), Math.round(127 * v)];
}
