// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {count, duration, fixed, memory} from "./texts.js";

const millimetres = (metres) => (1000 * metres).toFixed(1) + " mm";
const FACTS = [
  ["Gaussians", "gaussians", count], ["Keyframes", "keyframes", count], ["Closed loops", "closed_loops", count],
  ["Frames lost", "lost_frames", count], ["PSNR", "psnr_db", (value) => value.toFixed(1) + " dB"],
  ["Depth error", "depth_l1_m", millimetres], ["Tracking", "track_ms", (value) => value.toFixed(1) + " ms"],
  ["Mapping", "map_ms", (value) => value.toFixed(0) + " ms"], ["Lag", "lag_ms", (value) => value.toFixed(0) + " ms"],
  ["Dropped", "dropped_frames", count], ["Map's memory", "memory_mib", memory],
  ["Triangles", "mesh_triangles", count],
  ["Voxels", "mesh_voxel_m", millimetres], ["Mesh's age", "mesh_age_s", (value) => value.toFixed(1) + " s"],
];
const WORDS = {ended: "finished", stopped: "SLAM is gone"};

const byId = (id) => document.getElementById(id);

/// The line at the top and the facts of the map.
export class StatusPanel {
  constructor() {
    this.rows = FACTS.map(([title, key, text]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = title;
      byId("facts").append(term, value);
      return {key, text, term, value};
    });
  }

  /// Before there is a status, or when there is no connection.
  showState(state, words = state) {
    byId("state").dataset.state = state;
    if (byId("state").textContent !== words) byId("state").textContent = words;
  }

  show(record) {
    const {status, run} = record;
    byId("name").textContent = run.name || "IsoGS";
    byId("name").title = run.path_tail;
    document.title = run.name ? run.name + " – IsoGS" : "IsoGS";
    if (!status) return;
    this.showState(status.state, WORDS[status.state] ?? status.state);
    this.showFigures(status, run.live);
    byId("map").hidden = status.frame < 0;
    for (const {key, text, term, value} of this.rows) {
      const known = typeof status[key] === "number" && !(key === "mesh_age_s" && status.mesh_final);
      term.hidden = value.hidden = !known;
      if (known) value.textContent = text(status[key]);
    }
  }

  showFigures(status, live) {
    const done = status.frame + 1;
    const total = status.frames_total;
    const figures = [];
    if (done > 0) figures.push(["frame", done + (total ? " of " + total : "")]);
    if (live && status.slam_alive && status.fps > 0) figures.push(["frames/s", fixed(1)(status.fps)]);
    if (status.slam_alive && status.camera_is_there === false) figures.push(["camera", "gone"]);
    if (typeof status.eta_s === "number" && status.eta_s > 0) figures.push(["left", duration(status.eta_s)]);
    byId("figures").replaceChildren(...figures.map(([name, value]) => {
      const [item, strong] = [document.createElement("span"), document.createElement("b")];
      strong.textContent = value;
      item.append(name + " ", strong);
      return item;
    }));
    byId("progress").hidden = !live || !total;
    if (total) byId("progress").value = Math.min(1, done / total);
  }
}
