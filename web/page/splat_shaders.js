// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

/// Quads are drawn so many an instance: software that draws (SwiftShader) takes 12 us for each instance of one quad.
export const QUADS_AN_INSTANCE = 4096;

/// EWA splatting (Zwicker et al., 2001) with the constants of the run's rasteriser (docs/method.md, "Rendering"): a
/// splat's covariance in the image, widened by 0.3 px^2, and its quad along the two axes up to where its alpha falls
/// below 1/255.
export const SPLAT_VERTEX = `
precision highp float;
precision highp usampler2D;
uniform usampler2D u_splats;  // two texels a splat, a page of 1,024 a row
uniform mat4 u_view_from_world;
uniform mat4 u_clip_from_view;
uniform vec2 u_size_px;
uniform float u_focal_px;
uniform float u_reach_sigma;
uniform float u_growth;  // of each, where not all are drawn
uniform usampler2D u_order;  // splats from back to front, 2,048 a row
out vec2 v_sigma;
out vec4 v_color;
const int QUADS = ${QUADS_AN_INSTANCE};
const uint NONE = 0xffffffffu;

void main() {
  gl_Position = vec4(0.0, 0.0, 2.0, 1.0);  // nowhere
  int place = gl_InstanceID * QUADS + (gl_VertexID >> 2);
  uint splat = texelFetch(u_order, ivec2(place & 2047, place >> 11), 0).x;
  if (splat == NONE) return;
  vec2 corner = vec2(gl_VertexID & 1, (gl_VertexID >> 1) & 1) * 2.0 - 1.0;
  ivec2 at = ivec2(int(splat & 1023u) * 2, int(splat >> 10));
  uvec4 first = texelFetch(u_splats, at, 0);
  vec3 view = (u_view_from_world * vec4(uintBitsToFloat(first.xyz), 1.0)).xyz;
  float z = -view.z;
  float opacity = float(first.w >> 24) / 255.0;
  if (z < 0.05 || opacity < 1.0 / 255.0) return;
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
  float a = dot(row_x, world_x) + 0.3;
  float b = dot(row_y, world_x);
  float c = dot(row_y, world * row_y) + 0.3;
  float middle = 0.5 * (a + c);
  float spread = length(vec2(0.5 * (a - c), b));
  vec2 axis = spread > 1e-6 * middle ? normalize(vec2(spread + 0.5 * (a - c), b) + vec2(1e-12, 0.0)) : vec2(1.0, 0.0);
  if (spread + 0.5 * (a - c) < 1e-4 * spread) axis = vec2(0.0, 1.0);
  float reach = min(u_reach_sigma, sqrt(2.0 * log(255.0 * opacity)));
  vec2 sigma_px = sqrt(vec2(middle + spread, max(middle - spread, 0.1)));
  v_sigma = reach * corner;
  vec2 offset_px = v_sigma.x * sigma_px.x * axis + v_sigma.y * sigma_px.y * vec2(-axis.y, axis.x);
  vec4 clip = u_clip_from_view * vec4(view, 1.0);
  v_color = vec4(float(first.w & 255u), float((first.w >> 8) & 255u), float((first.w >> 16) & 255u), 255.0 * opacity) / 255.0;
  gl_Position = clip + vec4(2.0 * offset_px / u_size_px * clip.w, 0.0, 0.0);
}`;

export const SPLAT_FRAGMENT = `precision mediump float;
in vec2 v_sigma;
in vec4 v_color;
out vec4 color;
void main() {
  float alpha = min(0.99, v_color.a * exp(-0.5 * dot(v_sigma, v_sigma)));
  color = vec4(v_color.rgb * alpha, alpha);
}`;
