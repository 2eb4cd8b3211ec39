// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {add, cross, dot, horizontalAxes, lengthOf, lookAt, multiply} from "./matrix.js";
import {normalize, perspective, scale, subtract} from "./matrix.js";

const STEEPEST_RAD = 1.55;
const MARGIN = 1.15;

/// A viewpoint that turns around a centre. Lengths in metres, in the world's frame.
export class OrbitCamera {
  constructor(up = [0, 0, 1]) {
    this.fovYRad = 0.8;
    this.setUp(up);
    this.home();
  }

  setUp(up) {
    this.up = normalize(up);
    this.horizontal = horizontalAxes(this.up);
  }

  home() {
    this.centre = [0, 0, 0];
    this.distance = 5;
    this.azimuthRad = 0.7;
    this.elevationRad = 0.6;
    this.sceneRadius = 5;
  }

  /// From the centre to the eye, of length 1.
  direction(azimuthRad = this.azimuthRad, elevationRad = this.elevationRad) {
    const level = Math.cos(elevationRad);
    const [a, b] = this.horizontal;
    return add(add(scale(a, level * Math.cos(azimuthRad)), scale(b, level * Math.sin(azimuthRad))),
      scale(this.up, Math.sin(elevationRad)));
  }

  eye() {
    return add(this.centre, scale(this.direction(), this.distance));
  }

  /// Of the view: to the eye, to the right and up.
  axes() {
    const back = this.direction();
    const right = normalize(cross(this.up, back));
    return {back, right, top: cross(back, right)};
  }

  viewFromWorld() {
    return lookAt(this.eye(), this.centre, this.up);
  }

  clipFromView(aspect) {
    const near = Math.max(0.005, 0.02 * this.distance);
    return perspective(this.fovYRad, aspect, near, Math.max(10 * near, this.distance + 3 * this.sceneRadius));
  }

  clipFromWorld(aspect) {
    return multiply(this.clipFromView(aspect), this.viewFromWorld());
  }

  turn(rightRad, upRad) {
    this.azimuthRad -= rightRad;
    this.elevationRad = Math.min(STEEPEST_RAD, Math.max(-STEEPEST_RAD, this.elevationRad + upRad));
  }

  /// What lies at the centre follows the pointer.
  pan(rightPixels, downPixels, heightPixels) {
    const metresPerPixel = 2 * this.distance * Math.tan(this.fovYRad / 2) / heightPixels;
    const {right, top} = this.axes();
    this.centre = add(this.centre, add(scale(right, -rightPixels * metresPerPixel), scale(top, downPixels * metresPerPixel)));
  }

  zoom(factor) {
    this.distance = Math.min(1000, Math.max(0.02, this.distance * factor));
  }

  /// All of the box in view, from the same direction.
  fit(box, aspect = 1) {
    this.centre = scale(add(box.min, box.max), 0.5);
    this.sceneRadius = Math.max(0.1, lengthOf(subtract(box.max, box.min)) / 2);
    const {back, right, top} = this.axes();
    const tangent = Math.tan(this.fovYRad / 2);
    this.distance = 0.1;
    for (let corner = 0; corner < 8; ++corner) {
      const point = subtract([0, 1, 2].map((k) => (corner >> k & 1 ? box.max : box.min)[k]), this.centre);
      const sideways = Math.max(Math.abs(dot(point, right)) / aspect, Math.abs(dot(point, top)));
      this.distance = Math.max(this.distance, MARGIN * (dot(point, back) + sideways / tangent));
    }
  }

  /// Looks as a camera does that stands at `position` and looks along `forward`, from behind it and above.
  follow(position, forward) {
    const ahead = 1.5;
    const eye = add(subtract(position, scale(forward, 0.6)), scale(this.up, 0.25));
    this.centre = add(position, scale(forward, ahead));
    const back = subtract(eye, this.centre);
    this.distance = lengthOf(back);
    const unit = normalize(back);
    this.elevationRad = Math.asin(Math.min(1, Math.max(-1, dot(unit, this.up))));
    this.azimuthRad = Math.atan2(dot(unit, this.horizontal[1]), dot(unit, this.horizontal[0]));
  }

  /// The ray through a pixel (0..1 from the left and the top): where it starts and its direction.
  ray(x, y, aspect) {
    const {back, right, top} = this.axes();
    const tangent = Math.tan(this.fovYRad / 2);
    const sideways = add(scale(right, (2 * x - 1) * tangent * aspect), scale(top, (1 - 2 * y) * tangent));
    return {origin: this.eye(), direction: normalize(subtract(sideways, back))};
  }
}
