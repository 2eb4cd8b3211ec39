#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Speed and memory of one long run over its frames: SLAM on the five-room flat of make_dataset, 2,000 frames that come
back to where they began, or on any sequence.

    benchmarks/long_run.py [--dataset FOLDER] [--output runs/long_run] [--set KEY=VALUE ...]

Makes the flat where FOLDER is not there, runs SLAM and evaluate, and writes long_run.json (a line a sample) and, where
matplotlib is (.venv has it), long_run.png to --output. Prints what grew. Needs a finished build in build/cpu.
"""
import argparse
import json
import shutil
import subprocess
import time
from pathlib import Path

from results_runs import ROOT

WINDOW_FRAMES = 100  # over which frames a second are counted


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, default=ROOT / "data" / "flat", help="made where it is not there (default: data/flat)")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "long_run", help="default: runs/long_run")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "cpu", help="default: build/cpu")
    return parser.parse_args()


def resident_mib(process):
    """Of a running process; its file-backed pages apart."""
    values = {}
    try:
        for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("Rss"):
                name, kib = line.split(":")
                values[name] = int(kib.split()[0]) / 1024
    except OSError:
        return None
    return values or None


def run_slam(arguments):
    """Samples of memory, by the number of frames done, and the lines of metrics.jsonl."""
    settings = [part for setting in arguments.set for part in ("--set", setting)]
    run = arguments.output / "run"
    shutil.rmtree(run, ignore_errors=True)
    samples = []
    with open(arguments.output / "slam.log", "w", encoding="utf-8") as log:
        slam = subprocess.Popen([arguments.build / "bin" / "slam", arguments.dataset / "config.yaml", "--output", run, *settings],
                                stdout=log, stderr=log, cwd=ROOT)
        while slam.poll() is None:
            time.sleep(1.0)
            memory, metrics = resident_mib(slam.pid), run / "metrics.jsonl"
            if memory and metrics.exists():
                with open(metrics, "rb") as lines:
                    samples.append({"frames": sum(1 for _ in lines), "anonymous_mib": memory.get("RssAnon", 0.0),
                                    "resident_mib": sum(memory.values())})
    if slam.returncode != 0:
        raise SystemExit(f"long_run: slam ended with code {slam.returncode}: {arguments.output / 'slam.log'}")
    subprocess.run([arguments.build / "bin" / "evaluate", run], check=True, cwd=ROOT)
    return samples, [json.loads(line) for line in open(run / "metrics.jsonl", encoding="utf-8")]


def speeds(frames):
    """(frame, frames a second over the last WINDOW_FRAMES)."""
    return [(i, WINDOW_FRAMES / (frames[i]["seconds"] - frames[i - WINDOW_FRAMES]["seconds"]))
            for i in range(WINDOW_FRAMES, len(frames))]


def median(values):
    return sorted(values)[len(values) // 2]


def cost_in_view(frames, first, last):
    """(ms a mapping iteration, thousand Gaussians in view) of the mapping calls of these frames, medians."""
    calls = [frame for frame in frames[first:last] if frame.get("map", {}).get("iterations")]
    return (median([call["map_ms"] / call["map"]["iterations"] for call in calls]),
            median([call["map"]["in_view"] / 1e3 for call in calls]))


def say_costs(frames):
    """What a mapping iteration takes where the map is small, and where it is whole."""
    half = WINDOW_FRAMES // 2
    early, late = cost_in_view(frames, 200 - half, 200 + half), cost_in_view(frames, len(frames) - WINDOW_FRAMES, len(frames))
    for name, (milliseconds, thousands) in (("around frame 200", early), ("at the end", late)):
        print(f"a mapping iteration {name}: {milliseconds:.2f} ms with {thousands:.1f} thousand Gaussians in view")
    print(f"the end over frame 200: {late[0] / early[0]:.2f}, a Gaussian in view {late[0] / late[1] / (early[0] / early[1]):.2f}")


def plot(path, frames, samples):
    try:
        import matplotlib
    except ImportError:
        print("long_run: no matplotlib here, no picture; .venv/bin/python has it")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, (speed, memory, gaussians) = pyplot.subplots(3, 1, sharex=True, figsize=(9, 8))
    speed.plot(*zip(*speeds(frames)))
    speed.set_ylabel(f"frames/s, over {WINDOW_FRAMES} frames")
    memory.plot([s["frames"] for s in samples], [s["resident_mib"] for s in samples], label="resident")
    memory.plot([s["frames"] for s in samples], [s["anonymous_mib"] for s in samples], label="of it, not files")
    memory.set_ylabel("MiB")
    memory.legend()
    mapped = [frame for frame in frames if "map" in frame]
    gaussians.plot([f["frame"] for f in mapped], [f["map"]["gaussians"] / 1e3 for f in mapped])
    gaussians.set_ylabel("thousand Gaussians")
    gaussians.set_xlabel("frame")
    for axes in (speed, memory, gaussians):
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=100)


def main():
    arguments = parse_arguments()
    arguments.dataset, arguments.output = arguments.dataset.resolve(), arguments.output.resolve()
    arguments.output.mkdir(parents=True, exist_ok=True)
    if not arguments.dataset.exists():
        subprocess.run([arguments.build / "bin" / "isogs", "make_dataset", "sequence", arguments.dataset, "--preset", "flat",
                        "--width", "320", "--height", "240"], check=True, cwd=ROOT)
    samples, frames = run_slam(arguments)
    (arguments.output / "long_run.json").write_text("\n".join(json.dumps(sample) for sample in samples) + "\n", encoding="utf-8")
    plot(arguments.output / "long_run.png", frames, samples)
    rates = speeds(frames)
    if len(frames) > 200 + WINDOW_FRAMES:
        say_costs(frames)
    peak = json.loads((arguments.output / "run" / "timing.json").read_text(encoding="utf-8"))["peak_rss_bytes"] / 2**20
    print(f"{len(frames)} frames: {rates[0][1]:.1f} frames/s at the start, {rates[-1][1]:.1f} at the end; "
          f"{samples[0]['resident_mib']:.0f} MiB, then {samples[-1]['resident_mib']:.0f}, at most {peak:.0f}")


if __name__ == "__main__":
    main()
