// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {GlProgram} from "./gl_program.js";

/// Lines are quads of four vertices with the same values: WebGL draws its own one pixel wide.
const VERTEX = `
uniform mat4 u_clip_from_world;
uniform vec2 u_size_px;
uniform float u_width_px;
in vec3 a_from;
in vec3 a_to;
in vec4 a_color;
out vec4 v_color;
void main() {
  vec4 from = u_clip_from_world * vec4(a_from, 1.0);
  vec4 to = u_clip_from_world * vec4(a_to, 1.0);
  const float near = 1e-3;
  v_color = a_color;
  gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
  if (from.w < near && to.w < near) return;
  if (from.w < near) from = mix(to, from, (to.w - near) / (to.w - from.w));
  if (to.w < near) to = mix(from, to, (from.w - near) / (from.w - to.w));
  vec2 along = (to.xy / to.w - from.xy / from.w) * u_size_px;
  along = length(along) > 1e-4 ? normalize(along) : vec2(1.0, 0.0);
  float side = float(gl_VertexID & 1) * 2.0 - 1.0;
  bool at_end = ((gl_VertexID >> 1) & 1) == 1;
  vec2 offset = (vec2(-along.y, along.x) * side + along * (at_end ? 0.7 : -0.7)) * u_width_px / u_size_px;
  vec4 clip = at_end ? to : from;
  gl_Position = clip + vec4(offset * clip.w, -2e-4 * clip.w, 0.0);
}`;

const FRAGMENT = `precision mediump float;
uniform float u_alpha;
in vec4 v_color;
out vec4 color;
void main() {
  color = vec4(v_color.rgb, 1.0) * u_alpha;
}`;

/// Coloured segments with a width in pixels. Where something hides them they show faintly.
export class LineLayer {
  constructor(gl, {widthPixels = 2, hiddenAlpha = 0.25} = {}) {
    Object.assign(this, {gl, widthPixels, hiddenAlpha, shown: true, count: 0});
    this.program = new GlProgram(gl, VERTEX, FRAGMENT);
    this.array = gl.createVertexArray();
    this.buffer = gl.createBuffer();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    ["a_from", "a_to", "a_color"].forEach((name, k) => {
      const place = this.program.attribute(name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, k < 2 ? 3 : 4, k < 2 ? gl.FLOAT : gl.UNSIGNED_BYTE, k === 2, 28, 12 * k);
    });
    this.indices = gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.indices);
    gl.bindVertexArray(null);
  }

  /// Segments [{from, to, color: [r, g, b] 0..255}].
  set(segments) {
    const data = new Float32Array(28 * segments.length);
    const bytes = new Uint8Array(data.buffer);
    const indices = new Uint32Array(6 * segments.length);
    segments.forEach(({from, to, color}, i) => {
      for (let vertex = 4 * i; vertex < 4 * i + 4; ++vertex) {
        data.set(from, 7 * vertex);
        data.set(to, 7 * vertex + 3);
        bytes.set([...color, 255], 28 * vertex + 24);
      }
      indices.set([0, 1, 2, 2, 1, 3].map((corner) => 4 * i + corner), 6 * i);
    });
    this.count = indices.length;
    const {gl} = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    gl.bindVertexArray(this.array);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.DYNAMIC_DRAW);
    gl.bindVertexArray(null);
  }

  draw(view) {
    if (!this.shown || this.count === 0) return;
    const {gl, program} = this;
    program.use();
    gl.uniformMatrix4fv(program.uniform("u_clip_from_world"), false, view.clipFromWorld);
    gl.uniform2f(program.uniform("u_size_px"), view.width, view.height);
    gl.uniform1f(program.uniform("u_width_px"), this.widthPixels * view.pixelRatio);
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(this.array);
    for (const [order, alpha] of [[gl.GREATER, this.hiddenAlpha], [gl.LEQUAL, 1]]) {
      if (alpha === 0) continue;
      gl.depthFunc(order);
      gl.depthMask(alpha === 1);
      gl.uniform1f(program.uniform("u_alpha"), alpha);
      gl.drawElements(gl.TRIANGLES, this.count, gl.UNSIGNED_INT, 0);
    }
    gl.depthFunc(gl.LESS);
    gl.depthMask(true);
    gl.disable(gl.BLEND);
    gl.bindVertexArray(null);
  }
}
