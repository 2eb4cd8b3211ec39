// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const RAD_PER_PIXEL = 0.006;
const CLICK_PIXELS = 5;

/// Turns an OrbitCamera by pointer, wheel, touch and keys on an element. `on` may have: changed(), moved() (the user
/// chose a view of his own), click(x, y), doubleClick(x, y), home(); pixels of the element.
export class OrbitControls {
  constructor(element, camera, on) {
    Object.assign(this, {element, camera, on, pointers: new Map(), travelled: 0});
    element.style.touchAction = "none";
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const kind of ["pointerup", "pointercancel"]) element.addEventListener(kind, (event) => this.up(event));
    element.addEventListener("wheel", (event) => this.wheel(event), {passive: false});
    element.addEventListener("contextmenu", (event) => event.preventDefault());
    element.addEventListener("dblclick", (event) => on.doubleClick?.(event.offsetX, event.offsetY));
    element.addEventListener("keydown", (event) => this.key(event));
  }

  down(event) {
    this.element.setPointerCapture(event.pointerId);
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY});
  }

  move(event) {
    const from = this.pointers.get(event.pointerId);
    if (!from) return;
    const to = {x: event.offsetX, y: event.offsetY};
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    this.travelled += Math.abs(dx) + Math.abs(dy);
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.pointers.set(event.pointerId, to);
    if (this.travelled <= CLICK_PIXELS) return;
    if (others.length > 0) {
      this.pinch(from, to, others[0]);
    } else if (event.shiftKey || event.buttons & 6) {
      this.camera.pan(dx, dy, this.element.clientHeight);
    } else {
      this.camera.turn(dx * RAD_PER_PIXEL, dy * RAD_PER_PIXEL);
    }
    this.changed();
  }

  /// Two fingers: their distance is the scale, their middle moves the scene.
  pinch(from, to, other) {
    const before = Math.hypot(from.x - other.x, from.y - other.y);
    const after = Math.hypot(to.x - other.x, to.y - other.y);
    if (before > 0 && after > 0) this.camera.zoom(before / after);
    this.camera.pan((to.x - from.x) / 2, (to.y - from.y) / 2, this.element.clientHeight);
  }

  up(event) {
    const known = this.pointers.delete(event.pointerId);
    if (known && event.type === "pointerup" && event.button === 0 && this.travelled <= CLICK_PIXELS) {
      this.on.click?.(event.offsetX, event.offsetY);
    }
  }

  wheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
    this.camera.zoom(Math.exp(0.0015 * Math.max(-400, Math.min(400, pixels))));
    this.changed();
  }

  key(event) {
    const step = 0.12;
    const actions = {
      ArrowLeft: () => this.camera.turn(-step, 0), ArrowRight: () => this.camera.turn(step, 0),
      ArrowUp: () => this.camera.turn(0, step), ArrowDown: () => this.camera.turn(0, -step),
      "+": () => this.camera.zoom(0.85), "=": () => this.camera.zoom(0.85), "-": () => this.camera.zoom(1 / 0.85),
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home") {
      this.on.home?.();
    } else if (actions[event.key]) {
      actions[event.key]();
      this.changed();
    } else {
      return;
    }
    event.preventDefault();
  }

  changed() {
    this.on.moved?.();
    this.on.changed?.();
  }
}
