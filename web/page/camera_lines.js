// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {fromRows, transform} from "./matrix.js";

const STATE_COLORS = [[46, 160, 98], [226, 160, 40], [214, 60, 50]];  // tracking, uncertain, lost
const OTHER_COLOR = [70, 120, 190];
const STATES = ["tracking", "uncertain", "lost"];
const DEPTH_M = 0.25;

/// The camera's path, each piece in the colour of its frame's state (0, 1, 2 or null).
export function pathSegments(centres, states) {
  const segments = [];
  for (let i = 1; i < centres.length / 3; ++i) {
    const [from, to] = [i - 1, i].map((k) => centres.slice(3 * k, 3 * k + 3));
    segments.push({from, to, color: STATE_COLORS[states[i] ?? 0]});
  }
  return segments;
}

/// The camera as a pyramid; its y is down and it looks along +z. `camera` may be null.
export function frustumSegments(worldFromCameraRows, camera, state) {
  const world = fromRows(worldFromCameraRows);
  const place = (point) => transform(world, point).slice(0, 3);
  const {width, height, fx, fy, cx, cy} = camera ?? {width: 4, height: 3, fx: 4, fy: 4, cx: 2, cy: 1.5};
  const color = STATE_COLORS[STATES.indexOf(state)] ?? OTHER_COLOR;
  const corner = (u, v) => place([(u - cx) / fx * DEPTH_M, (v - cy) / fy * DEPTH_M, DEPTH_M]);
  const corners = [corner(0, 0), corner(width, 0), corner(width, height), corner(0, height)];
  const eye = place([0, 0, 0]);
  const middle = width / 2;
  const top = corner(middle, -0.18 * height);
  return [...corners.map((to) => ({from: eye, to, color})),
    ...corners.map((from, k) => ({from, to: corners[(k + 1) % 4], color})),
    {from: corners[0], to: top, color}, {from: top, to: corners[1], color}];
}

/// Where the camera stands and where it looks.
export function cameraGaze(worldFromCameraRows) {
  const m = worldFromCameraRows;
  return {position: [m[3], m[7], m[11]], forward: [m[2], m[6], m[10]]};
}
