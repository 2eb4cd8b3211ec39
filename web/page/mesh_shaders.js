// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

/// A vertex is a whole number of lattice steps away from the world's origin: neighbouring cells get equal bits for the
/// corners that they share, so that no cracks show.
export const MESH_VERTEX = `
uniform mat4 u_clip_from_world;
uniform vec3 u_first;  // lattice point of q = 0
uniform float u_step_m;
in vec3 a_q;
in vec3 a_color;
in vec2 a_normal;  // octahedron
out vec3 v_color;
out vec3 v_normal;
void main() {
  vec3 normal = vec3(a_normal, 1.0 - abs(a_normal.x) - abs(a_normal.y));
  float below = max(-normal.z, 0.0);
  normal.xy -= vec2(normal.x >= 0.0 ? below : -below, normal.y >= 0.0 ? below : -below);
  v_normal = normalize(normal);
  v_color = a_color;
  gl_Position = u_clip_from_world * vec4(u_step_m * (u_first + a_q), 1.0);
}`;

export const MESH_FRAGMENT = `precision highp float;
uniform int u_look;  // 0 colours, 1 shape, 2 normals, 3 lines
uniform vec3 u_to_eye;
uniform vec3 u_up;
uniform vec4 u_lines;
in vec3 v_color;
in vec3 v_normal;
out vec4 color;
void main() {
  vec3 normal = normalize(v_normal);
  if (u_look == 0) {
    color = vec4(v_color, 1.0);
  } else if (u_look == 1) {
    float light = 0.34 + 0.42 * max(dot(normal, u_to_eye), 0.0) + 0.18 * (0.5 + 0.5 * dot(normal, u_up));
    color = vec4(light * vec3(0.93, 0.94, 0.96), 1.0);
  } else if (u_look == 2) {
    color = vec4(0.5 + 0.5 * normal, 1.0);
  } else {
    color = u_lines;
  }
}`;
