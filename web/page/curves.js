// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
import {count, fixed} from "./texts.js";

const CURVES = [
  {title: "Frames/s", series: [{column: "fps", text: fixed(1)}]},
  {title: "Gaussians", series: [{column: "gaussians", text: count}]},
  {title: "PSNR, dB", series: [{column: "psnr_db", text: fixed(1)}], floor: false},
  {title: "Depth residual, mm", series: [
    {column: "depth_rms_m", factor: 1000, name: "tracking", text: fixed(2)},
    {column: "depth_l1_m", factor: 1000, name: "map", text: fixed(2)}]},
  {title: "Time, ms", series: [
    {column: "track_ms", name: "track", text: fixed(1)}, {column: "map_ms", name: "map", text: fixed(0)}]},
];
const BANDS = {1: "--doubt", 2: "--bad"};

/// Small charts over frames, one below the other; where the pointer is on one, all say their values there.
export class Curves {
  constructor(parent, record) {
    this.record = record;
    this.hovered = null;
    this.charts = CURVES.map((curve) => makeChart(parent, curve));
    for (const {canvas} of this.charts) {
      canvas.addEventListener("pointermove", ({offsetX}) => this.hover(offsetX / canvas.clientWidth));
      canvas.addEventListener("pointerleave", () => this.hover(null));
    }
    new ResizeObserver(() => this.draw()).observe(parent);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  hover(position) {
    this.hovered = position;
    this.draw();
  }

  draw() {
    const style = getComputedStyle(document.documentElement);
    const colors = Object.fromEntries(["--curve-1", "--curve-2", "--line", "--soft", "--doubt", "--bad"].map(
      (name) => [name, style.getPropertyValue(name).trim()]));
    const frames = this.record.columns.frame.length;
    const at = this.hovered === null || frames === 0 ? null : Math.round(Math.max(0, Math.min(1, this.hovered)) * (frames - 1));
    for (const chart of this.charts) drawChart(chart, this.record.columns, frames, at, colors);
  }
}

function makeChart(parent, curve) {
  const element = document.createElement("div");
  element.className = "curve";
  const header = document.createElement("header");
  const title = document.createElement("span");
  title.textContent = curve.title;
  curve.series.forEach(({name}, k) => {
    if (!name) return;
    const key = document.createElement("i");
    key.className = "key " + ["first", "second"][k];
    title.append(key, name);
  });
  const output = document.createElement("output");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  header.append(title, output);
  element.append(header, canvas);
  parent.append(element);
  return {...curve, output, canvas};
}

function drawChart({title, series, floor = true, output, canvas}, columns, frames, at, colors) {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawBands(context, columns.state ?? [], frames, width, height, colors);
  context.fillStyle = colors["--line"];
  context.fillRect(0, height - 1, width, 1);
  const range = rangeOf(series, columns, floor);
  const x = (i) => (frames > 1 ? i / (frames - 1) * (width - 1) : 0) + 0.5;
  const y = (value) => height - 2 - (value - range.min) / (range.max - range.min) * (height - 6);
  series.forEach(({column, factor = 1}, k) => {
    drawLine(context, columns[column] ?? [], x, (value) => y(factor * value), width, colors[k ? "--curve-2" : "--curve-1"]);
  });
  if (at !== null) {
    context.fillStyle = colors["--soft"];
    context.fillRect(x(at) - 0.5, 0, 1, height);
  }
  const values = series.map(({column, factor = 1, text}) => {
    const value = knownAt(columns[column] ?? [], at ?? frames - 1);
    return value === null ? "–" : text(factor * value);
  }).join(", ");
  output.value = frames === 0 ? "" : at === null ? values : "frame " + columns.frame[at] + ": " + values;
  canvas.setAttribute("aria-label", title + " over frames, now " + values);
}

/// Where tracking was in doubt or lost.
function drawBands(context, states, frames, width, height, colors) {
  context.globalAlpha = 0.28;
  const step = width / Math.max(1, frames);
  for (let i = 0; i < states.length;) {
    let end = i + 1;
    while (end < states.length && states[end] === states[i]) ++end;
    if (BANDS[states[i]]) {
      context.fillStyle = colors[BANDS[states[i]]];
      context.fillRect(i * step, 0, Math.max(1, (end - i) * step), height);
    }
    i = end;
  }
  context.globalAlpha = 1;
}

function rangeOf(series, columns, floor) {
  let [min, max] = [Infinity, -Infinity];
  for (const {column, factor = 1} of series) {
    for (const value of columns[column] ?? []) {
      if (value === null) continue;
      min = Math.min(min, factor * value);
      max = Math.max(max, factor * value);
    }
  }
  if (min > max) return {min: 0, max: 1};
  if (floor) min = 0;
  return {min, max: max > min ? max : min + 1};
}

/// Known values joined; of many in one column of pixels the smallest and the largest.
function drawLine(context, values, x, y, width, color) {
  context.strokeStyle = color;
  context.lineWidth = 1.3;
  context.beginPath();
  const every = Math.max(1, Math.floor(values.length / width));
  for (let i = 0; i < values.length; i += every) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = i; k < Math.min(values.length, i + every); ++k) {
      if (values[k] === null) continue;
      low = Math.min(low, values[k]);
      high = Math.max(high, values[k]);
    }
    if (low > high) continue;
    context.lineTo(x(i), y(low));
    if (high > low) context.lineTo(x(i), y(high));
  }
  context.stroke();
}

/// Of that frame or the last one before it: not every frame is mapped.
function knownAt(values, at) {
  for (let i = Math.min(at, values.length - 1); i >= 0; --i) if (values[i] !== null) return values[i];
  return null;
}
