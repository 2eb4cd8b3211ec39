// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {SPLATS_A_PAGE} from "./messages.js";

const FLOATS = new Float32Array(1);
const BITS = new Uint32Array(FLOATS.buffer);

function bitsOf(value) {
  FLOATS[0] = value;
  return BITS[0];
}

/// IEEE half of a number of at most 1; what is below 2^-14 is 0.
function halfOf(value) {
  const bits = bitsOf(value);
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent <= 0) return 0;
  const magnitude = (exponent << 10) + (((bits & 0x7fffff) + 0x1000) >>> 13);
  return ((bits >>> 16) & 0x8000) | Math.min(0x7bff, magnitude);
}

/// Quaternion x, y, z, w of "smallest three": 10 bits each in this order, 511 is 0; the top 2 bits
/// say which is left out.
export function unpackRotation(bits, out) {
  const left = bits >>> 30;
  let rest = 1;
  for (let k = 0, shift = 20; k < 4; ++k) {
    if (k === left) continue;
    const value = (((bits >>> shift) & 1023) / 511 - 1) * Math.SQRT1_2;
    out[k] = value;
    rest -= value * value;
    shift -= 10;
  }
  out[left] = Math.sqrt(Math.max(0, rest));
}

/// A page of the server's made ready: `texels`, eight words a splat, as the shader reads them (position, colour;
/// covariance by the square of its largest sigma, in halves, and that sigma), `positions` [3n] and `sizes` [n], the
/// largest sigma in metres, and the box around the positions.
export function decodePage(page) {
  const texels = new Uint32Array(8 * SPLATS_A_PAGE);
  const floats = new Float32Array(texels.buffer);
  const positions = new Float32Array(3 * page.count);
  const sizes = new Float32Array(page.count);
  const sigmas = Float32Array.from({length: 256}, (_, value) => Math.exp(page.logScaleMin + page.logScaleStep * value));
  const box = {min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity]};
  const quaternion = [0, 0, 0, 1];
  const covariance = new Float32Array(6);
  for (let i = 0; i < page.count; ++i) {
    for (let k = 0; k < 3; ++k) {
      const value = page.boxMin[k] + page.boxStep[k] * page.q[3 * i + k];
      positions[3 * i + k] = floats[8 * i + k] = value;
      if (value < box.min[k]) box.min[k] = value;
      if (value > box.max[k]) box.max[k] = value;
    }
    const [a, b, c] = [0, 1, 2].map((k) => sigmas[page.logScales[3 * i + k]]);
    const largest = sizes[i] = Math.max(a, b, c);
    unpackRotation(page.rotations[i], quaternion);
    fillCovariance(quaternion, a / largest, b / largest, c / largest, covariance);
    texels[8 * i + 3] = page.colors[i];
    for (let k = 0; k < 3; ++k) texels[8 * i + 4 + k] = halfOf(covariance[2 * k]) | halfOf(covariance[2 * k + 1]) << 16;
    floats[8 * i + 7] = largest;
  }
  return {count: page.count, texels, positions, sizes, box};
}

/// xx, xy, xz, yy, yz, zz of R diag(a, b, c)^2 R^T.
function fillCovariance([x, y, z, w], a, b, c, out) {
  const m = [
    (1 - 2 * (y * y + z * z)) * a, 2 * (x * y - w * z) * b, 2 * (x * z + w * y) * c,
    2 * (x * y + w * z) * a, (1 - 2 * (x * x + z * z)) * b, 2 * (y * z - w * x) * c,
    2 * (x * z - w * y) * a, 2 * (y * z + w * x) * b, (1 - 2 * (x * x + y * y)) * c];
  for (let row = 0, to = 0; row < 3; ++row) {
    for (let column = row; column < 3; ++column, ++to) {
      out[to] = m[3 * row] * m[3 * column] + m[3 * row + 1] * m[3 * column + 1] + m[3 * row + 2] * m[3 * column + 2];
    }
  }
}
