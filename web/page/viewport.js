// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {drawnBySoftware, openWebGl} from "./gl_program.js";
import {multiply} from "./matrix.js";
import {OrbitCamera} from "./orbit_camera.js";
import {OrbitControls} from "./orbit_controls.js";

const SLOW_MS = 55;
const FAST_MS = 24;
const RESOLUTIONS = [1, 1, 0.7, 0.5, 0.5, 0.35, 0.35];  // of the picture while the view moves, by thrift
const STILL_MS = 160;
const LONGEST_STILL_MS = 1000;

/// A canvas with an orbit camera, on which layers draw, and only when something has changed. While the view moves on a
/// slow machine the picture is coarser. Throws where the browser has no WebGL 2.
export class Viewport {
  constructor(canvas, {up = [0, 0, 1], on = {}} = {}) {
    this.canvas = canvas;
    this.gl = openWebGl(canvas);
    if (!this.gl) throw new Error("this browser has no WebGL 2");
    this.layers = [];
    this.camera = new OrbitCamera(up);
    this.on = on;
    this.thrift = drawnBySoftware() ? 3 : 0;
    this.hasMoved = false;
    this.lastFrameMs = 0;
    this.frames = 0;
    this.controls = new OrbitControls(canvas, this.camera, {...on, changed: () => this.moved()});
    canvas.addEventListener("webglcontextlost", (event) => { event.preventDefault(); on.contextLost?.(); });
    canvas.addEventListener("webglcontextrestored", () => on.contextRestored?.());
    new ResizeObserver(() => this.changed()).observe(canvas);
  }

  get aspect() {
    return this.canvas.clientWidth / Math.max(1, this.canvas.clientHeight);
  }

  /// The view has moved: another picture at once, and one at full resolution when it rests.
  moved() {
    this.hasMoved = true;
    clearTimeout(this.restTimer);
    this.changed();
  }

  /// Something is to be drawn anew.
  changed() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame((now) => { this.pending = false; this.draw(now); });
  }

  draw(now) {
    const {gl, canvas} = this;
    if (gl.isContextLost() || canvas.clientWidth === 0) return;
    const moving = this.hasMoved;  // since the last picture
    this.hasMoved = false;
    this.adapt(now, moving);
    const scale = Math.min(2, devicePixelRatio) * (moving ? RESOLUTIONS[this.thrift] : 1);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((size) => Math.max(1, Math.round(size * scale)));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const view = this.view(width, height, moving);
    for (const layer of this.layers) layer.draw(view);
    ++this.frames;
    this.on.drawn?.(view);
    if (moving) {
      clearTimeout(this.restTimer);
      const still = Math.min(LONGEST_STILL_MS, Math.max(STILL_MS, 8 * (this.frameMs ?? 0)));
      this.restTimer = setTimeout(() => this.changed(), still);
    }
  }

  /// What layers need to know of the view.
  view(width, height, moving = false) {
    const viewFromWorld = this.camera.viewFromWorld();
    const clipFromView = this.camera.clipFromView(width / height);
    return {width, height, moving, thrift: moving ? this.thrift : 0,
      viewFromWorld, clipFromView, clipFromWorld: multiply(clipFromView, viewFromWorld),
      toEye: this.camera.direction(), up: this.camera.up, eye: this.camera.eye(),
      focalPixels: height / (2 * Math.tan(this.camera.fovYRad / 2)), pixelRatio: height / Math.max(1, this.canvas.clientHeight)};
  }

  /// A step coarser or finer by the time between two pictures in a row.
  adapt(now, moving) {
    const took = now - this.lastFrameMs;
    this.lastFrameMs = now;
    if (!moving || !this.wasMoving) {
      this.wasMoving = moving;
      return;
    }
    this.frameMs = 0.7 * (this.frameMs ?? took) + 0.3 * took;
    if (this.frameMs > SLOW_MS && this.thrift < RESOLUTIONS.length - 1) {
      ++this.thrift;
      this.frameMs = (SLOW_MS + FAST_MS) / 2;
    } else if (this.frameMs < FAST_MS && this.thrift > 0) {
      --this.thrift;
      this.frameMs = (SLOW_MS + FAST_MS) / 2;
    }
  }
}
