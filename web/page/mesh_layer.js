// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {GlProgram, makeBuffer} from "./gl_program.js";
import {MESH_FRAGMENT, MESH_VERTEX} from "./mesh_shaders.js";

export const MESH_LOOKS = ["colours", "shape", "normals"];

/// A mesh in cells that come and go. Triangles that show their back are not drawn, so that one looks into a room
/// from outside.
export class MeshLayer {
  constructor(gl) {
    this.gl = gl;
    this.program = new GlProgram(gl, MESH_VERTEX, MESH_FRAGMENT);
    this.cells = new Map();
    this.triangles = 0;
    this.look = "colours";
    this.wireframe = false;
    this.shown = true;
  }

  /// A cell of `quantizedCell` or of the server's messages; without vertices it is taken away.
  setCell(id, cell) {
    this.removeCell(id);
    if (!cell || cell.vertices === 0 || cell.indices.length === 0) return;
    const gl = this.gl;
    const first = cell.origin.map((value) => Math.round(value / cell.step));
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    const buffers = [
      this.attribute("a_q", cell.q, 3, gl.UNSIGNED_SHORT, false),
      this.attribute("a_color", cell.colors, 3, gl.UNSIGNED_BYTE, true),
      this.attribute("a_normal", cell.normals, 2, gl.BYTE, true),
      makeBuffer(gl, gl.ELEMENT_ARRAY_BUFFER, cell.indices),
    ].filter((buffer) => buffer !== null);
    gl.bindVertexArray(null);
    this.cells.set(id, {...cell, first, array, buffers, box: boxOfCell(cell, first)});
    this.triangles += cell.indices.length / 3;
  }

  attribute(name, data, size, type, normalized) {
    const place = this.program.attribute(name);
    if (place < 0) return null;
    const buffer = makeBuffer(this.gl, this.gl.ARRAY_BUFFER, data);
    this.gl.enableVertexAttribArray(place);
    this.gl.vertexAttribPointer(place, size, type, normalized, 0, 0);
    return buffer;
  }

  removeCell(id) {
    const cell = this.cells.get(id);
    if (!cell) return;
    for (const buffer of cell.buffers) this.gl.deleteBuffer(buffer);
    if (cell.lines) this.gl.deleteBuffer(cell.lines);
    this.gl.deleteVertexArray(cell.array);
    this.triangles -= cell.indices.length / 3;
    this.cells.delete(id);
  }

  clear() {
    for (const id of [...this.cells.keys()]) this.removeCell(id);
  }

  /// Around all cells, or null.
  box() {
    const box = {min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity]};
    for (const cell of this.cells.values()) {
      for (let k = 0; k < 3; ++k) {
        box.min[k] = Math.min(box.min[k], cell.box.min[k]);
        box.max[k] = Math.max(box.max[k], cell.box.max[k]);
      }
    }
    return this.cells.size > 0 ? box : null;
  }

  draw(view) {
    if (!this.shown || this.cells.size === 0) return;
    const {gl, program} = this;
    program.use();
    gl.uniformMatrix4fv(program.uniform("u_clip_from_world"), false, view.clipFromWorld);
    gl.uniform3fv(program.uniform("u_to_eye"), view.toEye);
    gl.uniform3fv(program.uniform("u_up"), view.up);
    gl.uniform4fv(program.uniform("u_lines"), view.lineColor ?? [0, 0, 0, 0.45]);
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.CULL_FACE);
    gl.uniform1i(program.uniform("u_look"), MESH_LOOKS.indexOf(this.look));
    gl.enable(gl.POLYGON_OFFSET_FILL);
    gl.polygonOffset(1, 1);
    for (const cell of this.cells.values()) this.drawCell(cell, gl.TRIANGLES);
    gl.disable(gl.POLYGON_OFFSET_FILL);
    if (this.wireframe) {
      gl.uniform1i(program.uniform("u_look"), MESH_LOOKS.length);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
      gl.colorMask(true, true, true, false);
      for (const cell of this.cells.values()) this.drawCell(cell, gl.LINES);
      gl.colorMask(true, true, true, true);
      gl.disable(gl.BLEND);
    }
    gl.disable(gl.CULL_FACE);
    gl.bindVertexArray(null);
  }

  drawCell(cell, mode) {
    const {gl, program} = this;
    gl.bindVertexArray(cell.array);
    gl.uniform3fv(program.uniform("u_first"), cell.first);
    gl.uniform1f(program.uniform("u_step_m"), cell.step);
    if (mode === gl.LINES) {
      cell.lines ??= makeBuffer(gl, gl.ELEMENT_ARRAY_BUFFER, edgesOf(cell.indices));
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, cell.lines);
    } else if (cell.lines) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, cell.buffers[cell.buffers.length - 1]);
    }
    const count = mode === gl.LINES ? 2 * cell.indices.length : cell.indices.length;
    gl.drawElements(mode, count, cell.indices.BYTES_PER_ELEMENT === 4 ? gl.UNSIGNED_INT : gl.UNSIGNED_SHORT, 0);
  }
}

function boxOfCell(cell, first) {
  const min = [65535, 65535, 65535];
  const max = [0, 0, 0];
  for (let i = 0; i < cell.q.length; ++i) {
    const k = i % 3;
    if (cell.q[i] < min[k]) min[k] = cell.q[i];
    if (cell.q[i] > max[k]) max[k] = cell.q[i];
  }
  const metres = (corner) => corner.map((value, k) => (first[k] + value) * cell.step);
  return {min: metres(min), max: metres(max)};
}

/// All edges of all triangles: those of two triangles twice, which costs less than finding them.
function edgesOf(indices) {
  const edges = new indices.constructor(2 * indices.length);
  for (let i = 0, to = 0; i < indices.length; i += 3) {
    for (let k = 0; k < 3; ++k) {
      edges[to++] = indices[i + k];
      edges[to++] = indices[i + (k + 1) % 3];
    }
  }
  return edges;
}
