// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {add, lengthOf, scale, subtract, transform} from "./matrix.js";
import {distance} from "./texts.js";

const COLOR = [230, 70, 160];

/// Distances between points of the mesh that were clicked in pairs. Labels are elements above the canvas.
export class Measure {
  constructor(lines, labels) {
    Object.assign(this, {lines, labels, active: false, points: []});
  }

  setActive(active) {
    this.active = active;
    this.points = [];
    this.update();
  }

  /// A clicked point; the third begins anew.
  take(point) {
    this.points = this.points.length === 2 ? [point] : [...this.points, point];
    this.update();
  }

  get distanceM() {
    return this.points.length === 2 ? lengthOf(subtract(this.points[0], this.points[1])) : null;
  }

  update() {
    const cross = (point) => [0, 1, 2].map((k) => {
      const arm = [0, 1, 2].map((axis) => (axis === k ? 0.02 : 0));
      return {from: subtract(point, arm), to: add(point, arm), color: COLOR};
    });
    const segments = this.points.flatMap(cross);
    this.labels.replaceChildren();
    if (this.points.length === 2) {
      segments.push({from: this.points[0], to: this.points[1], color: COLOR});
      this.label = document.createElement("div");
      this.label.className = "label";
      this.label.textContent = distance(this.distanceM);
      this.labels.append(this.label);
    }
    this.lines.set(segments);
  }

  /// After each picture: labels follow their points.
  place(view) {
    if (this.points.length !== 2) return;
    const clip = transform(view.clipFromWorld, scale(add(...this.points), 0.5));
    this.label.hidden = clip[3] <= 0;
    this.label.style.left = 50 * (1 + clip[0] / clip[3]) + "%";
    this.label.style.top = 50 * (1 - clip[1] / clip[3]) + "%";
  }
}
