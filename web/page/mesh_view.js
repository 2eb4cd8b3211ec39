// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// One mesh on a canvas, turned by pointer, touch and keys; knows nothing of the page around it. It and what it imports
// have each name once at top level and each import on one line, so that a report can join them into one script.
import {quantizedCell} from "./mesh_cells.js";
import {MeshLayer} from "./mesh_layer.js";
import {bestAzimuth} from "./mesh_overview.js";
import {Viewport} from "./viewport.js";

/// Shows `mesh` (as quantizedCell takes it) on the canvas; `up` in its frame. Throws an Error that says so where the
/// browser has no WebGL 2. The result's `layer.look` ("colours", "shape", "normals") and `layer.wireframe` may be set;
/// `changed()` draws again, `overview()` shows all of it.
export function showMesh(canvas, mesh, {up = [0, 0, 1]} = {}) {
  const viewport = new Viewport(canvas, {up, on: {home: () => overview()}});
  const layer = new MeshLayer(viewport.gl);
  layer.setCell(0, quantizedCell(mesh));
  viewport.layers.push(layer);
  function overview() {
    const box = layer.box();
    if (box) {
      viewport.camera.azimuthRad = bestAzimuth(layer.cells.values(), viewport.camera);
      viewport.camera.fit(box, viewport.aspect);
    }
    viewport.changed();
  }
  overview();
  return {viewport, layer, overview, changed: () => viewport.changed()};
}
