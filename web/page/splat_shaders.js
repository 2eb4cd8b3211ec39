// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

/// Quads are drawn so many an instance: software that draws (SwiftShader) takes 12 us for each instance of one quad.
export const QUADS_AN_INSTANCE = 4096;

/// EWA splatting (Zwicker et al., 2001) with the constants of the run's rasteriser (docs/method.md, "Rendering"): a
/// splat's covariance in the image, widened by 0.3 px^2.
const PROJECTION = `
precision highp float;
precision highp usampler2D;
uniform usampler2D u_order;   // splats from back to front, 2,048 a row
uniform usampler2D u_splats;  // two texels a splat, a page of 1,024 a row
uniform mat4 u_view_from_world;
uniform mat4 u_clip_from_view;
uniform vec2 u_size_px;
uniform float u_focal_px;
uniform float u_growth;  // of each, where not all are drawn
out vec4 v_color;

struct Projected {
  vec4 clip;
  vec3 covariance_px;  // xx, xy, yy
  float reach_sigma;   // where alpha falls below 1/255
};

/// False for a splat that does not show. Sets v_color.
bool project(int place, out Projected splat) {
  uint number = texelFetch(u_order, ivec2(place & 2047, place >> 11), 0).x;
  if (number == 0xffffffffu) return false;
  ivec2 at = ivec2(int(number & 1023u) * 2, int(number >> 10));
  uvec4 first = texelFetch(u_splats, at, 0);
  vec3 view = (u_view_from_world * vec4(uintBitsToFloat(first.xyz), 1.0)).xyz;
  float z = -view.z;
  float opacity = float(first.w >> 24) / 255.0;
  if (z < 0.05 || opacity < 1.0 / 255.0) return false;
  uvec4 second = texelFetch(u_splats, at + ivec2(1, 0), 0);
  vec2 xx_xy = unpackHalf2x16(second.x);
  vec2 xz_yy = unpackHalf2x16(second.y);
  vec2 yz_zz = unpackHalf2x16(second.z);
  mat3 world = mat3(xx_xy.x, xx_xy.y, xz_yy.x, xx_xy.y, xz_yy.y, yz_zz.x, xz_yy.x, yz_zz.x, yz_zz.y);
  vec2 bound = 1.3 * 0.5 * u_size_px / u_focal_px;
  vec2 slope = clamp(view.xy / z, -bound, bound);
  float f = u_growth * u_focal_px * uintBitsToFloat(second.w) / z;
  mat3 rotation = mat3(u_view_from_world);
  vec3 row_x = f * (vec3(1.0, 0.0, slope.x) * rotation);
  vec3 row_y = f * (vec3(0.0, 1.0, slope.y) * rotation);
  vec3 world_x = world * row_x;
  splat.covariance_px = vec3(dot(row_x, world_x) + 0.3, dot(row_y, world_x), dot(row_y, world * row_y) + 0.3);
  splat.reach_sigma = sqrt(2.0 * log(255.0 * opacity));
  splat.clip = u_clip_from_view * vec4(view, 1.0);
  v_color = vec4((uvec3(first.w) >> uvec3(0, 8, 16)) & 255u, 255.0 * opacity) / 255.0;
  return true;
}
`;

const NOWHERE = "gl_Position = vec4(0.0, 0.0, 2.0, 1.0);";

/// A quad along the covariance's axes.
export const QUAD_VERTEX = PROJECTION + `
out vec2 v_sigma;
void main() {
  ${NOWHERE}
  Projected splat;
  if (!project(gl_InstanceID * ${QUADS_AN_INSTANCE} + (gl_VertexID >> 2), splat)) return;
  float middle = 0.5 * (splat.covariance_px.x + splat.covariance_px.z);
  float half_difference = 0.5 * (splat.covariance_px.x - splat.covariance_px.z);
  float spread = length(vec2(half_difference, splat.covariance_px.y));
  vec2 axis = vec2(spread + half_difference, splat.covariance_px.y);
  axis = axis.x > 1e-4 * spread ? normalize(axis) : vec2(0.0, 1.0);
  vec2 sigma_px = sqrt(vec2(middle + spread, max(middle - spread, 0.1)));
  vec2 corner = vec2(gl_VertexID & 1, (gl_VertexID >> 1) & 1) * 2.0 - 1.0;
  v_sigma = splat.reach_sigma * corner;
  vec2 offset_px = v_sigma.x * sigma_px.x * axis + v_sigma.y * sigma_px.y * vec2(-axis.y, axis.x);
  gl_Position = splat.clip + vec4(2.0 * offset_px / u_size_px * splat.clip.w, 0.0, 0.0);
}`;

export const QUAD_FRAGMENT = `precision mediump float;
in vec2 v_sigma;
in vec4 v_color;
out vec4 color;
void main() {
  float alpha = min(0.99, v_color.a * exp(-0.5 * dot(v_sigma, v_sigma)));
  color = vec4(v_color.rgb * alpha, alpha);
}`;

/// A point around it: half the work of two triangles, but gone when its middle leaves the view.
export const POINT_VERTEX = PROJECTION.replace("out vec4 v_color", "flat out vec4 v_color") + `
flat out vec3 v_conic;  // exponent of points -1..1
void main() {
  ${NOWHERE}
  gl_PointSize = 1.0;
  Projected splat;
  if (!project(gl_InstanceID * ${QUADS_AN_INSTANCE} + gl_VertexID, splat)) return;
  vec3 s = splat.covariance_px;
  float radius_px = splat.reach_sigma * sqrt(max(s.x, s.z));
  gl_PointSize = 2.0 * radius_px;
  v_conic = vec3(s.z, s.y, s.x) / (s.x * s.z - s.y * s.y) * radius_px * radius_px;  // y of points is down
  gl_Position = splat.clip;
}`;

export const POINT_FRAGMENT = `precision highp float;
flat in vec3 v_conic;
flat in vec4 v_color;
out vec4 color;
void main() {
  vec2 d = 2.0 * gl_PointCoord - 1.0;
  float q = v_conic.x * d.x * d.x + 2.0 * v_conic.y * d.x * d.y + v_conic.z * d.y * d.y;
  float alpha = min(0.99, v_color.a * exp(-0.5 * q));
  color = vec4(v_color.rgb * alpha, alpha);
}`;
