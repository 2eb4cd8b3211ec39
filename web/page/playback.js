// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const ASK_EVERY_MS = 100;  // as often as the server says how things stand

const byId = (id) => document.getElementById(id);

/// Plays a finished run: asks the server for one frame after the other.
export class Playback {
  constructor(seek) {
    this.seek = seek;
    this.frames = 0;
    this.frame = 0;
    byId("play").onclick = () => byId("playback").hidden || this.setPlaying(!this.timer);
    byId("seek").oninput = () => { this.setPlaying(false); this.go(Number(byId("seek").value)); };
  }

  /// As the server says: how many frames, and which one is shown.
  show(frames, frame) {
    byId("playback").hidden = false;
    this.frames = frames;
    byId("seek").max = frames - 1;
    if (!this.timer) this.place(frame);
  }

  hide() {
    this.setPlaying(false);
    byId("playback").hidden = true;
  }

  place(frame) {
    this.frame = Math.max(0, Math.min(this.frames - 1, frame));
    byId("seek").value = Math.round(this.frame);
    byId("seek_text").value = "frame " + (Math.round(this.frame) + 1) + " of " + this.frames;
  }

  go(frame) {
    this.place(frame);
    this.seek(Math.round(this.frame));
  }

  step(by) {
    if (byId("playback").hidden) return;
    this.setPlaying(false);
    this.go(this.frame + by);
  }

  setPlaying(playing) {
    clearInterval(this.timer);
    this.timer = playing ? setInterval(() => this.tick(), ASK_EVERY_MS) : undefined;
    byId("play").textContent = playing ? "Stop" : "Play";
    byId("play").setAttribute("aria-label", playing ? "Stop" : "Play");
    this.last = performance.now();
    if (playing && this.frame >= this.frames - 1) this.go(0);
  }

  tick() {
    const now = performance.now();
    this.go(this.frame + Number(byId("speed").value) * (now - this.last) / 1000);
    this.last = now;
    if (this.frame >= this.frames - 1) this.setPlaying(false);
  }
}
