// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {cameraGaze, frustumSegments, pathSegments} from "./camera_lines.js";
import {LineLayer} from "./line_layer.js";
import {Measure} from "./measure.js";
import {MeshLayer} from "./mesh_layer.js";
import {dot, normalize} from "./matrix.js";
import {bestAzimuth} from "./mesh_overview.js";
import {pickMesh} from "./picking.js";
import {SplatLayer} from "./splat_layer.js";
import {Viewport} from "./viewport.js";

/// All of a run that stands in space. Until the user has chosen a view it shows everything there is, as it grows.
/// Throws where the browser has no WebGL 2.
export class Scene {
  constructor(canvas, labels, record, on) {
    this.record = record;
    this.on = on;
    this.viewport = new Viewport(canvas, {on: {
      home: () => this.overview(), moved: () => this.userMoved(), drawn: (view) => this.drawn(view),
      click: (x, y) => this.click(x, y), doubleClick: (x, y) => this.centreAt(x, y), contextLost: on.contextLost,
      contextRestored: () => location.reload(),
    }});
    const {gl} = this.viewport;
    this.mesh = new MeshLayer(gl);
    this.splats = new SplatLayer(gl, () => this.grown());
    this.path = new LineLayer(gl);
    this.frustum = new LineLayer(gl, {widthPixels: 2.5, hiddenAlpha: 0.45});
    this.ruler = new LineLayer(gl, {widthPixels: 3, hiddenAlpha: 0.5});
    this.measure = new Measure(this.ruler, labels);
    this.viewport.layers.push(this.mesh, this.splats, this.path, this.frustum, this.ruler);
    this.fitting = true;
    this.following = false;
    this.trianglesAtChoice = 0;
  }

  drawn(view) {
    if (this.mesh.triangles > 0) this.firstMeshMs ??= performance.now();  // since the page was opened
    this.measure.place(view);
  }

  /// A run begins; the view stays if the user has chosen it.
  begin() {
    this.takeUp(this.record.up);
    this.mesh.clear();
    this.splats.clear();
    this.measure.setActive(this.measure.active);
    this.showPath();
    this.showCamera();
  }

  /// It is known the better the longer the run.
  takeUp(up) {
    const {camera} = this.viewport;
    if (dot(normalize(up), camera.up) > 0.99999) return;
    camera.setUp(up);
    if (this.fitting) this.fit();
  }

  takeCell(cell) {
    this.mesh.setCell(cell.id, cell);
    this.grown();
  }

  grown() {
    if (this.fitting && !this.following) this.fit();
    this.on.changed();
    this.viewport.changed();
  }

  fit() {
    const box = this.mesh.box() ?? this.splats.box ?? this.pathBox();
    const {camera} = this.viewport;
    if (!box) return;
    if (this.mesh.triangles > 2 * this.trianglesAtChoice) {
      this.trianglesAtChoice = this.mesh.triangles;
      camera.azimuthRad = bestAzimuth(this.mesh.cells.values(), camera);
    }
    camera.fit(box, this.viewport.aspect);
  }

  pathBox() {
    const {centres} = this.record;
    if (centres.length === 0) return null;
    const axes = [0, 1, 2].map((k) => centres.filter((_, i) => i % 3 === k));
    return {min: axes.map((values) => values.reduce((a, b) => Math.min(a, b)) - 2),
      max: axes.map((values) => values.reduce((a, b) => Math.max(a, b)) + 2)};
  }

  overview() {
    Object.assign(this, {fitting: true, following: false, trianglesAtChoice: 0});
    this.viewport.camera.elevationRad = 0.6;
    this.fit();
    this.on.changed();
    this.viewport.moved();
  }

  setFollowing(following) {
    this.following = following;
    this.fitting = false;
    this.showCamera();
    this.on.changed();
  }

  userMoved() {
    this.fitting = false;
    if (!this.following) return;
    this.following = false;
    this.on.changed();
  }

  showPath() {
    if (this.shownPath === this.record.pathVersion) return;
    this.shownPath = this.record.pathVersion;
    this.path.set(pathSegments(this.record.centres, this.record.columns.state ?? []));
    if (this.fitting && this.mesh.cells.size === 0) this.fit();
    this.viewport.changed();
  }

  showCamera() {
    const {status, camera} = this.record;
    const pose = status?.world_from_camera;
    if (status?.up) this.takeUp(status.up);
    this.frustum.set(pose ? frustumSegments(pose, camera, status.tracking ?? status.state) : []);
    if (pose && this.following) {
      const {position, forward} = cameraGaze(pose);
      this.viewport.camera.follow(position, forward);
    }
    this.viewport.changed();
  }

  setPathShown(shown) {
    this.path.shown = this.frustum.shown = shown;
    this.viewport.changed();
  }

  pick(x, y) {
    const {canvas, camera, aspect} = this.viewport;
    return pickMesh(this.mesh.cells.values(), camera.ray(x / canvas.clientWidth, y / canvas.clientHeight, aspect));
  }

  click(x, y) {
    if (!this.measure.active) return;
    const point = this.pick(x, y);
    if (point) this.measure.take(point);
    this.on.measured(point);
    this.viewport.changed();
  }

  centreAt(x, y) {
    const point = this.measure.active ? null : this.pick(x, y);
    if (!point) return;
    this.userMoved();
    this.viewport.camera.centre = point;
    this.viewport.moved();
  }

  /// A PNG of what is shown, without the page around it.
  async picture() {
    this.viewport.draw(performance.now());
    return new Promise((resolve) => this.viewport.canvas.toBlob(resolve, "image/png"));
  }
}
