// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const LOG_LINES = 400;
const FPS_FRAMES = 10;
const FEWEST_FRAMES = 5;

/// All that the page has been told of a run.
export class RunRecord {
  constructor() {
    this.begin({run: {name: "", path_tail: "", live: false, config_text: ""}, up: [0, 0, 1], camera: null});
  }

  begin(hello) {
    const {run, up, camera} = hello;
    const pathVersion = (this.pathVersion ?? 0) + 1;
    Object.assign(this, {run, up, camera, status: null, columns: {frame: []}, centres: [], pathVersion,
      log: [], over: false});
  }

  /// Lines of metrics.jsonl replace what is there from `from` on.
  takeFrames({from, columns}) {
    for (const [name, values] of Object.entries(columns)) {
      const old = this.columns[name] ??= [];
      while (old.length < from) old.push(null);
      old.length = from;
      for (const value of values) old.push(value);
    }
    this.addRates(from);
    ++this.pathVersion;  // which has the colours of states
  }

  /// Frames a second over the last ten frames; `total_ms` is the time since the run began, which may begin anew where
  /// it was resumed.
  addRates(from) {
    const times = this.columns.total_ms ?? [];
    const rates = this.columns.fps ??= [];
    rates.length = Math.min(rates.length, from);
    for (let i = rates.length; i < times.length; ++i) {
      const back = Math.max(0, i - FPS_FRAMES);
      const took = times[i] - times[back];
      const known = i - back >= FEWEST_FRAMES && times[i] !== null && times[back] !== null && took > 0;
      rates.push(known ? 1000 * (i - back) / took : null);
    }
  }

  takePath({from, centres}) {
    this.centres.length = Math.min(this.centres.length, 3 * from);
    for (const value of centres) this.centres.push(value);
    ++this.pathVersion;
  }

  takeLog({lines}) {
    this.log.push(...lines);
    if (this.log.length > LOG_LINES) this.log.splice(0, this.log.length - LOG_LINES);
  }
}
