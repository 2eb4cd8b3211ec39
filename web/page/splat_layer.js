// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {GlProgram, makeBuffer} from "./gl_program.js";
import {SPLATS_A_PAGE} from "./messages.js";
import {POINT_FRAGMENT, POINT_VERTEX, QUADS_AN_INSTANCE, QUAD_FRAGMENT, QUAD_VERTEX} from "./splat_shaders.js";

const ORDER_WIDTH = 2048;
/// At most so many while the view moves, by the viewport's thrift; each is drawn the larger then.
const LIMITS = [Infinity, 400000, 250000, 150000, 90000, 60000, 30000];
const LARGEST_GROWTH = 3;
const WIDTH = 2 * SPLATS_A_PAGE;

/// Gaussians as splats, in pages that are replaced one by one. A worker unpacks and sorts them; `changed` is called when
/// it has something new to draw.
export class SplatLayer {
  constructor(gl, changed) {
    Object.assign(this, {gl, changed, shown: false, splats: 0, count: 0, rows: 0, texture: null, box: null, sortMs: 0});
    this.growth = 1;
    this.quads = new GlProgram(gl, QUAD_VERTEX, QUAD_FRAGMENT);
    this.points = new GlProgram(gl, POINT_VERTEX, POINT_FRAGMENT);
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    makeBuffer(gl, gl.ELEMENT_ARRAY_BUFFER, quadCorners());
    gl.bindVertexArray(null);
    this.order = integerTexture(gl);
    this.orderRows = 0;
    this.start();
  }

  start() {
    this.worker = new Worker(new URL("splat_worker.js", import.meta.url), {type: "module"});
    this.worker.onmessage = ({data}) => (data.texels ? this.takeTexels(data) : this.takeOrder(data));
    this.worker.onerror = (event) => console.error("splats: " + (event.message ?? "the worker does not start"));
    this.sorting = false;
    this.stale = false;
  }

  /// A page as the server sends it; the bytes go to the worker.
  takePage(message) {
    this.worker.postMessage({message}, [message]);
  }

  clear() {
    this.worker.terminate();  // with what it has not answered yet
    this.start();
    this.splats = this.count = 0;
    this.box = null;
    this.changed();
  }

  takeTexels({slot, texels, splats, box}) {
    const {gl} = this;
    if (slot >= gl.getParameter(gl.MAX_TEXTURE_SIZE)) return;
    if (slot >= this.rows) this.grow(slot + 1);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, slot, WIDTH, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, texels);
    this.splats = splats;
    this.box = box;
    this.stale = true;
    this.changed();
  }

  takeOrder({order, count, total, limit, ms}) {
    const {gl} = this;
    this.sorting = false;
    this.sortMs = ms;
    this.count = count;
    this.inView = total;
    this.growth = Math.min(LARGEST_GROWTH, Math.max(1, Math.sqrt(total / limit)));
    gl.bindTexture(gl.TEXTURE_2D, this.order);
    const rows = order.length / ORDER_WIDTH;
    if (rows > this.orderRows || 4 * rows < this.orderRows) {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32UI, ORDER_WIDTH, rows, 0, gl.RED_INTEGER, gl.UNSIGNED_INT, order);
      this.orderRows = rows;
    } else {
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ORDER_WIDTH, rows, gl.RED_INTEGER, gl.UNSIGNED_INT, order);
    }
    this.changed();
  }

  /// A texture with at least so many rows; what the old one has is copied where it lies.
  grow(rows) {
    const {gl} = this;
    const old = {texture: this.texture, rows: this.rows};
    this.rows = Math.min(gl.getParameter(gl.MAX_TEXTURE_SIZE), Math.max(64, rows, 2 * this.rows));
    this.texture = integerTexture(gl);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32UI, WIDTH, this.rows);
    if (!old.texture) return;
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, old.texture, 0);
    gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 0, 0, WIDTH, old.rows);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
    gl.deleteTexture(old.texture);
  }

  /// Asks for a new order where the view differs from that of the last one.
  sort(view) {
    const clip = view.clipFromWorld;
    const limit = LIMITS[view.thrift];
    if (this.sorting || this.splats === 0) return;
    const same = this.sortedLimit === limit && this.sortedClip?.every((value, k) => Math.abs(value - clip[k]) < 1e-4);
    if (same && !this.stale) return;
    Object.assign(this, {sorting: true, stale: false, sortedClip: clip, sortedLimit: limit});
    this.worker.postMessage({clip, limit});
  }

  draw(view) {
    if (!this.shown) return;
    this.sort(view);
    if (this.count === 0 || !this.texture) return;
    const {gl} = this;
    const program = view.thrift > 0 ? this.points : this.quads;
    program.use();
    gl.uniformMatrix4fv(program.uniform("u_view_from_world"), false, view.viewFromWorld);
    gl.uniformMatrix4fv(program.uniform("u_clip_from_view"), false, view.clipFromView);
    gl.uniform2f(program.uniform("u_size_px"), view.width, view.height);
    gl.uniform1f(program.uniform("u_focal_px"), view.focalPixels);
    gl.uniform1f(program.uniform("u_growth"), this.growth);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.uniform1i(program.uniform("u_splats"), 0);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.order);
    gl.uniform1i(program.uniform("u_order"), 1);
    gl.activeTexture(gl.TEXTURE0);
    gl.disable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(this.array);
    const instances = Math.ceil(this.count / QUADS_AN_INSTANCE);
    if (view.thrift > 0) {
      gl.drawArraysInstanced(gl.POINTS, 0, QUADS_AN_INSTANCE, instances);
    } else {
      gl.drawElementsInstanced(gl.TRIANGLES, 6 * QUADS_AN_INSTANCE, gl.UNSIGNED_SHORT, 0, instances);
    }
    gl.bindVertexArray(null);
    gl.disable(gl.BLEND);
  }
}

function integerTexture(gl) {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return texture;
}

/// Two triangles a quad; a vertex's number says which corner of which quad it is.
function quadCorners() {
  const indices = new Uint16Array(6 * QUADS_AN_INSTANCE);
  for (let quad = 0; quad < QUADS_AN_INSTANCE; ++quad) {
    [0, 1, 2, 2, 1, 3].forEach((corner, k) => { indices[6 * quad + k] = 4 * quad + corner; });
  }
  return indices;
}
