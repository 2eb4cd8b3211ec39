// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const byId = (id) => document.getElementById(id);
const KEYS = {m: "show_mesh", g: "show_splats", p: "show_path", w: "wireframe", r: "overview", f: "follow", d: "measure",
  s: "screenshot", h: "help", "?": "help", " ": "play"};

/// The buttons above the scene, and their keys.
export class Toolbar {
  constructor(scene, {wantsChanged, hint, name}) {
    Object.assign(this, {scene, wantsChanged, hint, name});
    const actions = {
      show_mesh: () => this.showSurface(scene.mesh, scene.splats), show_splats: () => this.showSurface(scene.splats, scene.mesh),
      show_path: () => scene.setPathShown(!scene.path.shown), wireframe: () => { scene.mesh.wireframe = !scene.mesh.wireframe; },
      overview: () => scene.overview(), follow: () => scene.setFollowing(!scene.following), measure: () => this.toggleMeasure(),
      screenshot: () => this.savePicture(),
    };
    for (const [id, action] of Object.entries(actions)) {
      byId(id).onclick = () => { action(); this.update(); };
    }
    byId("look").onchange = () => { this.setLook(byId("look").value); };
    this.update();
  }

  /// Mesh and splats lie in the same place: one of them is shown, or none.
  showSurface(layer, other) {
    layer.shown = !layer.shown;
    if (layer.shown) other.shown = false;
    this.wantsChanged();
  }

  setLook(look) {
    this.scene.mesh.look = look;
    byId("look").value = look;
    this.scene.viewport.changed();
  }

  toggleMeasure() {
    const active = !this.scene.measure.active;
    this.scene.measure.setActive(active);
    this.scene.fitting = false;  // or the points would move away
    this.wantsChanged();
    this.hint(active ? "Click two points of the mesh." : "");
  }

  async savePicture() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await this.scene.picture());
    link.download = (this.name() || "isogs") + ".png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  update() {
    const {scene} = this;
    const pressed = {show_mesh: scene.mesh.shown, show_splats: scene.splats.shown, show_path: scene.path.shown,
      wireframe: scene.mesh.wireframe, follow: scene.following, measure: scene.measure.active};
    for (const [id, value] of Object.entries(pressed)) byId(id).setAttribute("aria-pressed", String(value));
    byId("stage").classList.toggle("measuring", scene.measure.active);
    scene.viewport.changed();
  }
}

/// Keys press the buttons that are there; `step` moves a playback.
export function listenToKeys(toolbar, step) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === " " && event.target.tagName === "BUTTON") return;
    const look = {1: "colours", 2: "shape", 3: "normals"}[event.key];
    if (look) {
      toolbar?.setLook(look);
    } else if (event.key === "," || event.key === ".") {
      step(event.key === "." ? 1 : -1);
    } else if (KEYS[event.key]) {
      byId(KEYS[event.key]).click();
    } else {
      return;
    }
    event.preventDefault();
  });
}
