#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What it costs SLAM that others look on: wall time alone, with mesher, with mesher and headless viewer, or
mesher and a page that shows all there is, on the same processors, one after the other; and how long after mapping the
new mesh is in a reader's hands.

    benchmarks/live_cost.py [--config configs/demo.yaml] [--repeats 5] [--set KEY=VALUE ...]

Prints a table of the best of all repeats (slow-down) and of the medians (latency), and writes live_cost.json to
--output. Needs a finished build in build/cpu (scripts/build.sh) and Python's standard library.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from results import commit
from results_runs import ROOT

PAGE_PORT = 18085
VARIANTS = {"alone": None, "with mesher": ["--no-viewer"], "with mesher and headless viewer": ["--headless"],
            "with mesher and page": ["--no-viewer", f"--web={PAGE_PORT}"]}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=ROOT / "configs" / "demo.yaml", help="default: the sample")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each kind (default: 5)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "live_cost", help="default: runs/live_cost")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "cpu", help="default: build/cpu")
    return parser.parse_args()


def run_once(variant, arguments):
    """Seconds of SLAM's frames, and mesh_latency's report where there is a mesher."""
    run = arguments.output / variant.replace(" ", "_")
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir(parents=True)
    options = VARIANTS[variant]
    program = ["slam"] if options is None else ["run", *options]
    settings = [part for setting in arguments.set for part in ("--set", setting)]
    reader = None
    if options is not None:
        reader = subprocess.Popen([arguments.build / "benchmarks" / "mesh_latency", run], stdout=subprocess.PIPE, text=True)
    page = None
    if options and options[-1].startswith("--web"):
        page = subprocess.Popen([ROOT / "benchmarks" / "web_load.py", f"127.0.0.1:{PAGE_PORT}", "--splats", "--picture", "--seconds", "600"],
                                stdout=subprocess.PIPE, text=True, preexec_fn=lambda: os.nice(19))
    with open(arguments.output / "output.txt", "a", encoding="utf-8") as log:
        subprocess.run([arguments.build / "bin" / "isogs", *program, arguments.config, "--output", run, *settings],
                       check=True, stdout=log, stderr=log, cwd=ROOT)
    timing = json.loads((run / "timing.json").read_text(encoding="utf-8"))
    result = {"seconds": timing["seconds"], "track_ms": timing["track_ms"], "map_ms": timing["map_ms"]}
    if reader is not None:
        result.update(json.loads(reader.communicate(timeout=60)[0]))
    if page is not None:
        print(page.communicate(timeout=60)[0])  # ends with its server
    return result


def main():
    arguments = parse_arguments()
    arguments.output = arguments.output.resolve()
    arguments.output.mkdir(parents=True, exist_ok=True)
    results = {variant: [] for variant in VARIANTS}
    for _ in range(arguments.repeats):
        for variant in VARIANTS:  # in turn, so that a change of the machine's load meets all of them
            results[variant].append(run_once(variant, arguments))
            time.sleep(0.5)
    (arguments.output / "live_cost.json").write_text(json.dumps(results, indent=1), encoding="utf-8")

    print(f"Measured with `benchmarks/live_cost.py --repeats {arguments.repeats}` at commit {commit()} on {os.cpu_count()} processors, load "
          f"{os.getloadavg()[1]:.1f}.\n")
    print("| SLAM | seconds | slow-down | mapping to mesh ms, median / largest | last mesh ms | update ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    alone = min(result["seconds"] for result in results["alone"])
    for variant, runs in results.items():
        seconds = min(result["seconds"] for result in runs)
        cells = [variant, f"{seconds:.2f}", f"{100 * (seconds / alone - 1):+.0f} %"]
        if "meshes" in runs[0]:
            median = {key: statistics.median(result[key] for result in runs) for key in runs[0]}
            cells += [f"{median['latency_median_ms']:.0f} / {median['latency_max_ms']:.0f}",
                      f"{median['final_latency_ms']:.0f}", f"{median['update_median_ms']:.0f}"]
        else:
            cells += ["", "", ""]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
