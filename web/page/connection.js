// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

const FIRST_PAUSE_S = 0.5;
const LONGEST_PAUSE_S = 8;

/// The WebSocket to the server, opened again with growing pauses. `on`: message(object), binary(ArrayBuffer),
/// open(), lost(seconds until the next try, whether it was ever open).
export class Connection {
  constructor(on) {
    this.on = on;
    this.pause = FIRST_PAUSE_S;
    this.wasOpen = false;
    document.addEventListener("visibilitychange", () => document.hidden || this.tryNow());
    addEventListener("online", () => this.tryNow());
    this.open();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const socket = this.socket = new WebSocket(scheme + location.host + "/ws");
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.wasOpen = true;
      this.on.open();
    };
    socket.onmessage = ({data}) => {
      this.pause = FIRST_PAUSE_S;
      if (typeof data === "string") {
        this.on.message(JSON.parse(data));
      } else {
        this.on.binary(data);
      }
    };
    socket.onclose = () => this.retry();
  }

  retry() {
    this.on.lost(this.pause, this.wasOpen);
    this.timer = setTimeout(() => this.open(), 1000 * this.pause);
    this.pause = Math.min(LONGEST_PAUSE_S, 2 * this.pause);
  }

  /// At once, if it is waiting to try again.
  tryNow() {
    if (this.socket.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.timer);
    this.open();
  }

  send(message) {
    if (this.isOpen) this.socket.send(JSON.stringify(message));
  }
}
