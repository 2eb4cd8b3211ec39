#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Plays a data set as a live camera and says how SLAM keeps up: benchmarks/live_pace.py CONFIG --dataset DIR [--hz 30] [--mesher] [--viewer]
[--frames N] [--offline] [--loops N] [--set KEY=VALUE ...].

DIR is a folder in Replica's layout. Prints the lag from a frame's arrival to its pose, dropped frames, memory, and what
isogs evaluate says of the recorded frames; with --offline, of a run with all the time there is beside it. --loops plays the folder there and
back again so often, and says how memory and open files grow. Needs .venv (scripts/python_helpers.sh)."""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISOGS = ROOT / "build/cpu/bin/isogs"
ENVIRONMENT = dict(os.environ, PYTHONPATH=str(ROOT / "python"))


class Watch:
    """Memory and open files of the SLAM process, once a second."""

    def __init__(self, run):
        self.run, self.seen, self.done = run, [], threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.done.wait(1.0):
            try:
                process = pathlib.Path("/proc") / (self.run / ".lock.slam").read_text().strip()
                resident = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmRSS"))
                self.seen.append((int(resident.split()[1]) / 1024, len(os.listdir(process / "fd"))))
            except (OSError, StopIteration, ValueError):
                continue

    def stop(self):
        self.done.set()
        self.thread.join()


def evaluate(run, dataset=None):
    subprocess.run([ISOGS, "evaluate", run, *(["--dataset", dataset] if dataset else [])], check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    figures = json.loads((run / "evaluation.json").read_text())
    ate = figures["trajectory"]["ate_rmse_m"]
    return (f"{figures['images']['unseen']['psnr_db']:.2f} dB unseen, depth L1 {100 * figures['images']['unseen']['depth_l1_m']:.2f} cm, ATE "
            + ("unknown" if ate is None else f"{1000 * ate:.2f} mm") + f", {figures['map']['gaussians']} Gaussians")


def live(folder, args, dataset):
    run, name = folder / "live", f"pace-{os.getpid()}"
    settings = [item for text in args.set for item in ("--set", text)]
    command = [ISOGS, "run" if args.mesher or args.viewer else "slam", args.config, "--live", name, "--output", run, *settings]
    if args.loops == 1:
        command += ["--record", folder / "frames"]
    if args.mesher or args.viewer:
        command += ["--headless"] if args.viewer else ["--no-viewer"]
    if args.frames:
        command += ["--frames", str(args.frames)]
    with open(folder / "live.log", "wb") as log:
        slam = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        watch = Watch(run)
        time.sleep(2.0)
        camera = subprocess.Popen([sys.executable, ROOT / "examples/push_folder.py", dataset, name, str(args.hz), str(args.loops)], env=ENVIRONMENT)
        try:
            slam.wait()
        finally:
            watch.stop()
            camera.send_signal(signal.SIGINT)
            camera.wait()
    timing = json.loads((run / "timing.json").read_text())
    lines = (folder / "live.log").read_text(errors="replace").replace("\r", "\n").splitlines()
    print(f"live: {timing['frames']} frames, lag median {timing['latency_median_ms']:.1f} ms, 99th percentile "
          f"{timing['latency_99th_percentile_ms']:.1f} ms, {timing['dropped_frames']} dropped, peak memory {timing['peak_rss_bytes'] / 2**20:.0f} MiB, "
          f"track {timing['track_ms']:.1f} ms")
    for line in lines:
        if "to keep up" in line:
            print("     ", line[line.index("frame"):])
    if args.loops == 1:
        print("     ", evaluate(run))
    else:
        for i in sorted({0, len(watch.seen) // 4, len(watch.seen) // 2, 3 * len(watch.seen) // 4, len(watch.seen) - 1}):
            print(f"      after {i + 1} s: {watch.seen[i][0]:.0f} MiB, {watch.seen[i][1]} open files")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config")
    parser.add_argument("--hz", type=float, default=30.0)
    parser.add_argument("--frames", type=int, default=0)
    parser.add_argument("--loops", type=int, default=1)
    parser.add_argument("--mesher", action="store_true")
    parser.add_argument("--viewer", action="store_true")
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--dataset", required=True, help="the folder that is played")
    parser.add_argument("--set", action="append", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="isogs_pace_") as folder:
        folder = pathlib.Path(folder)
        live(folder, args, args.dataset)
        if args.offline:
            settings = [item for text in args.set for item in ("--set", text)]
            subprocess.run([ISOGS, "slam", args.config, "--dataset", args.dataset, "--output", folder / "offline", *settings], check=True, cwd=ROOT,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print("offline:", evaluate(folder / "offline"))


if __name__ == "__main__":
    main()
