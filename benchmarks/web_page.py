#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What the page of `isogs web` reaches in headless Chromium, where processors draw (SwiftShader).

    benchmarks/web_page.py open runs/demo      from opening the page to the first picture with a mesh, five times
    benchmarks/web_page.py live [CONFIG]       the sample (320x240), or another run, under way: meshes a second that reach the page
    benchmarks/web_page.py splats [COUNT]      a made-up room of a million splats, 640x480, turning: frames/s, and processor
                                               time a frame, which other load on the machine hardly changes

Without Python packages; seconds each.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer

ROOT = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests/web"))
from chromium import Chromium  # noqa: E402
from page_helpers import ISOGS, PageFiles, Server  # noqa: E402

# Six walls; a splat is a disc of 6 mm, 1 mm thick. Pages as the server sends them.
ROOM = """(async () => {
  const {Viewport} = await import("/viewport.js");
  const {SplatLayer} = await import("/splat_layer.js");
  document.body.innerHTML = "<canvas style='position:fixed;inset:0;width:100%;height:100%'></canvas>";
  const viewport = new Viewport(document.querySelector("canvas"));
  const layer = new SplatLayer(viewport.gl, () => viewport.changed());
  layer.shown = true;
  viewport.layers.push(layer);
  viewport.camera.fit({min: [0, 0, 0], max: [6, 5, 2.6]}, 4 / 3);
  const unturned = 3 << 30 | 511 << 20 | 511 << 10 | 511;
  const size = [6, 5, 2.6];
  const walls = [0, 1, 2].flatMap((axis) => [0, 1].map((side) => ({axis, side})));
  const share = (axis) => size[(axis + 1) % 3] * size[(axis + 2) % 3] / 2 / (6 * 5 + 6 * 2.6 + 5 * 2.6);
  let seed = 1;
  const random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  let id = 0;
  for (const {axis, side} of walls) {
    const pages = Math.round(COUNT * share(axis) / 1024);
    const wide = Math.ceil(Math.sqrt(pages));
    for (let page = 0; page < pages; ++page) {
      const data = new ArrayBuffer(16 + 32 + 1024 * 17);
      new Uint32Array(data, 0, 4).set([2, id + 1, id++, 1024]);
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const min = [0, 0, 0], step = [1e-6, 1e-6, 1e-6];
      min[axis] = side * size[axis];
      for (const [k, at] of [[u, page % wide], [v, Math.floor(page / wide)]]) {
        min[k] = size[k] * at / wide;
        step[k] = size[k] / wide / 65535;
      }
      new Float32Array(data, 16, 8).set([...min, ...step, Math.log(0.001), Math.log(6) / 255]);
      new Uint32Array(data, 48, 1024).fill(unturned);
      const colors = new Uint8Array(data, 48 + 4096, 4096);
      const q = new Uint16Array(data, 48 + 8192, 3072);
      const scales = new Uint8Array(data, 48 + 8192 + 6144, 3072).fill(255);
      for (let i = 0; i < 1024; ++i) {
        colors.set([90 + 60 * axis, 60 + 150 * random(), 200 - 60 * axis, 230], 4 * i);
        for (const k of [u, v]) q[3 * i + k] = 65535 * random();
        scales[3 * i + axis] = 0;
      }
      layer.takePage(data);
    }
  }
  window.viewport = viewport;
  window.layer = layer;
  return 1024 * id;
})()"""

TURN = """new Promise((resolve) => {
  const [begun, frames] = [performance.now(), viewport.frames];
  const turn = (now) => {
    if (now - begun > 1000 * SECONDS) return resolve([1000 * (viewport.frames - frames) / (now - begun), viewport.frames - frames]);
    viewport.camera.turn(0.02, 0);
    viewport.moved();
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
})"""


def processor_seconds(browser):
    """of the process that draws"""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
            if int(fields[2]) == browser.process.pid and b"--type=gpu-process" in (folder / "cmdline").read_bytes():
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError):
            pass  # it has ended meanwhile
    return total


def measure_open(run):
    server = Server(run)
    try:
        times = []
        for _ in range(5):
            with Chromium() as browser:
                browser.open(server.url)
                browser.wait("window.isogs?.firstMeshMs")
                first = browser.run("isogs.firstMeshMs")
                browser.wait("isogs.triangles >= isogs.meshTriangles", 60)
                times.append((first / 1000, browser.run("performance.now()") / 1000))
        print(f"first mesh after {statistics.median(t[0] for t in times):.2f} s, all of it after {statistics.median(t[1] for t in times):.2f} s "
              f"(median of {len(times)}); "
              f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    finally:
        server.stop()


def measure_live(config):
    with tempfile.TemporaryDirectory() as folder, Chromium() as browser:
        run = pathlib.Path(folder) / "run"
        run.mkdir()
        server = Server(run)
        slam = None
        try:
            browser.open(server.url)
            browser.wait("window.isogs?.connected")
            slam = subprocess.Popen([ISOGS, "run", config, "--output", run, "--no-viewer"], cwd=ROOT,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            browser.wait("isogs.triangles > 0", 60)
            begun, meshes = time.monotonic(), browser.run("isogs.counts.meshes")
            slam.wait()
            took, meshes = time.monotonic() - begun, browser.run("isogs.counts.meshes") - meshes
            made = (run / "logs/mesher.log").read_text().count("blocks meshed again")
            print(f"{meshes} meshes more in {took:.1f} s: {meshes / took:.2f} a second, of {made - 1} that the mesher made; "
                  f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
        finally:
            if slam is not None:
                slam.terminate()
                slam.wait()
            server.stop()


def measure_splats(count):
    server = ThreadingHTTPServer(("127.0.0.1", 0), PageFiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Chromium(640, 480) as browser:
        browser.open(f"http://127.0.0.1:{server.server_port}/empty")
        browser.wait("document.title === 'empty'")
        made = browser.run(ROOM.replace("COUNT", str(count)))
        browser.wait(f"layer.splats === {made} && layer.count > 0.9 * {made} && !layer.sorting", 120)
        time.sleep(3)
        browser.run(TURN.replace("SECONDS", "4"))  # finds its thrift
        begun = processor_seconds(browser)
        rate, frames = browser.run(TURN.replace("SECONDS", "8"))
        spent = processor_seconds(browser) - begun
        print(f"{made} splats, turning: {rate:.1f} frames/s, {1000 * spent / frames:.0f} ms of processors a frame; "
              + browser.run("`${layer.count} drawn at ${viewport.canvas.width}x${viewport.canvas.height}, sorted in ${layer.sortMs.toFixed(0)} ms`")
              + f"; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    server.shutdown()


def main():
    words = sys.argv[1:]
    if len(words) == 2 and words[0] == "open":
        measure_open(words[1])
    elif words[:1] == ["live"] and len(words) <= 2:
        measure_live(words[1] if len(words) > 1 else "configs/demo.yaml")
    elif words[:1] == ["splats"] and len(words) <= 2:
        measure_splats(int(words[1]) if len(words) > 1 else 1000000)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
