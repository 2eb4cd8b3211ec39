// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {dot} from "./matrix.js";

const SAMPLES = 4000;

/// Of eight directions that one from which most of the cells' surface shows its front, at the camera's elevation.
export function bestAzimuth(cells, camera) {
  const all = [...cells];
  const every = Math.max(1, Math.floor(all.reduce((sum, cell) => sum + cell.vertices, 0) / SAMPLES));
  const normals = all.flatMap((cell) => sampledNormals(cell.normals, every));
  let best = {azimuthRad: camera.azimuthRad, shown: -1};
  for (let k = 0; k < 8; ++k) {
    const azimuthRad = Math.PI * k / 4 + Math.PI / 8;
    const direction = camera.direction(azimuthRad);
    const shown = normals.reduce((sum, normal) => sum + Math.max(0, dot(normal, direction)), 0);
    if (shown > best.shown) best = {azimuthRad, shown};
  }
  return best.azimuthRad;
}

function sampledNormals(octs, every) {
  const normals = [];
  for (let i = 0; i < octs.length / 2; i += every) {
    let [x, y] = [octs[2 * i] / 127, octs[2 * i + 1] / 127];
    const z = 1 - Math.abs(x) - Math.abs(y);
    if (z < 0) [x, y] = [(1 - Math.abs(y)) * (x >= 0 ? 1 : -1), (1 - Math.abs(x)) * (y >= 0 ? 1 : -1)];
    const length = Math.hypot(x, y, z);
    normals.push([x / length, y / length, z / length]);
  }
  return normals;
}
