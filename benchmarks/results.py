#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs SLAM and the evaluation on the sequences of results_sequences.py and puts the figures in a table.

    benchmarks/results.py                                     what is found under data/, and the sample
    benchmarks/results.py --data DIR --peers --update-docs  also Open3D's dense SLAM; fills docs/results.md
    benchmarks/results.py --baseline dc320b4 --repeat 3       today's programs beside those of an earlier commit, with ratios

Writes results.json and results.md to --output, or comparison.json and comparison.md. Sequences that are not there are left
out. Needs a finished build in build/cpu (scripts/build.sh) and Python's standard library; --peers makes .venv-peers with Open3D from PyPI.
"""
import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import results_baseline
from results_runs import BIN, ROOT, call, find_folder, run_slam, say
from results_sequences import SEQUENCES
from results_table import BEGIN, END, page_block, report, results_table, update_page

PEER_VOXELS_M = (0.0058, 0.01)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the sequences (default: data)")
    parser.add_argument("--only", action="append", choices=[s.name for s in SEQUENCES], help="may be repeated")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "results", help="default: runs/results")
    parser.add_argument("--bin", type=Path, default=ROOT / BIN, help="default: build/cpu/bin")
    parser.add_argument("--device", default="auto", help="back end (default: auto)")
    parser.add_argument("--repeat", type=int, default=1, help="runs a sequence; the fastest counts, with --baseline the median (default: 1)")
    parser.add_argument("--frames", type=int, help="of each sequence, at most (default: as results_sequences.py says)")
    parser.add_argument("--baseline", metavar="COMMIT", help="build that commit in build/baseline-COMMIT and run it in alternation")
    parser.add_argument("--peers", action="store_true", help="measure Open3D's dense SLAM too")
    parser.add_argument("--update-docs", action="store_true", help="rewrite the results in docs/results.md")
    arguments = parser.parse_args()
    if arguments.repeat < 1 or (arguments.frames is not None and arguments.frames < 1):
        parser.error("--repeat and --frames: expected at least 1")
    if arguments.baseline and (arguments.peers or arguments.update_docs):
        parser.error("--baseline goes without --peers and --update-docs")
    return arguments


def run_isogs(sequence, folder, arguments):
    """figures of the fastest of the runs; all others are the same in each"""
    best = None
    for repetition in range(arguments.repeat):
        run = arguments.output / (sequence.name + (f"_{repetition}" if repetition else ""))
        frames = min(sequence.frames, arguments.frames or sequence.frames)
        figures = run_slam(sequence, folder, run, frames, arguments.device, arguments.bin)
        if best is None or figures["fps"] > best["fps"]:
            best = figures
    return best


def simd_target(run):
    """what the run's log says after 'back end'"""
    for line in (run / "logs" / "slam.log").read_text().splitlines():
        if "back end " in line:
            return line.partition("back end ")[2].strip()
    return "unknown"


def peer_python():
    """the Python of .venv-peers, made on demand"""
    python = ROOT / ".venv-peers" / "bin" / "python"
    if not python.exists() or subprocess.run([python, "-c", "import open3d"], capture_output=True).returncode != 0:
        say("results: installing open3d into .venv-peers")
        call([sys.executable, "-m", "venv", ROOT / ".venv-peers"])
        call([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "open3d==0.20.0", "numpy"])
    return python


def run_peer(python, folder, sequence, size, voxel_m):
    output = call([python, ROOT / "benchmarks" / "peer_open3d.py", folder, "--frames", sequence.frames,
                   "--voxel", voxel_m])
    figures = json.loads(output.splitlines()[-1])
    system = f"{figures.pop('system')}, {voxel_m * 1e3:g} mm voxels, {size[0]}x{size[1]}"
    say(f"  {system}: ATE {figures['ate_rmse_mm']:.2f} mm, {figures['fps']:.1f} frames/s")
    return {"system": system, "figures": figures}


def run_peers(sequence, folder, arguments):
    """Open3D on the images as stored, and at the size that we work at"""
    python = peer_python()
    peers = [run_peer(python, folder, sequence, sequence.stored_size, voxel) for voxel in PEER_VOXELS_M]
    if sequence.size != sequence.stored_size:
        with tempfile.TemporaryDirectory() as scratch:
            resized = Path(scratch) / "resized"
            call([arguments.bin / "isogs", "resize_dataset", folder, resized, "--frames", sequence.frames,
                  "--width", sequence.size[0], "--height", sequence.size[1]])
            peers.append(run_peer(python, resized, sequence, sequence.size, PEER_VOXELS_M[0]))
    return peers


def machine():
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
             if line.startswith("model name")]
    return {"cpu": names[0] if names else platform.processor(), "processors": len(os.sched_getaffinity(0))}


def commit():
    """short name of the commit, with a plus if the working tree differs from it; 'unknown' without git"""
    try:
        name = call(["git", "rev-parse", "--short", "HEAD"]).strip()
        changed = call(["git", "status", "--porcelain", "--untracked-files=no", "--", ":!docs"]).strip()
        return name + ("+" if changed else "")
    except (SystemExit, FileNotFoundError):
        return "unknown"


def measure(arguments):
    results = {"commit": commit(), "machine": machine(), "simd_target": "unknown", "sequences": []}
    for sequence in SEQUENCES:
        if arguments.only and sequence.name not in arguments.only:
            continue
        folder = find_folder(sequence, arguments.data)
        if folder is None:
            say(f"results: {sequence.name} left out: no {' or '.join(sequence.folders)} in {arguments.data}")
            continue
        say(f"results: {sequence.name}")
        entry = {"name": sequence.name, "title": sequence.title, "size": sequence.size,
                 "figures": run_isogs(sequence, folder, arguments)}
        say("  IsoGS: ATE {ate_rmse_mm:.2f} mm, {fps:.1f} frames/s".format_map(entry["figures"]))
        results["simd_target"] = simd_target(arguments.output / sequence.name)
        if arguments.peers:
            entry["peers"] = run_peers(sequence, folder, arguments)
        results["sequences"].append(entry)
    return results


def write(folder, name, figures, text):
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=2) + "\n")
    (folder / f"{name}.md").write_text(text)


def main():
    arguments = parse_arguments()
    arguments.data, arguments.output, arguments.bin = (
        path.resolve() for path in (arguments.data, arguments.output, arguments.bin))
    if not (arguments.bin / "isogs").exists():
        raise SystemExit(f"results: no {arguments.bin}/isogs; build with scripts/build.sh")
    arguments.output.mkdir(parents=True, exist_ok=True)
    if arguments.baseline:
        comparison = results_baseline.compare(arguments, commit()) | {"machine": machine()}
        write(arguments.output, "comparison", comparison, results_baseline.report(comparison, comparison["machine"]))
        say("\n" + results_baseline.comparison_table(comparison) + f"\n\nresults: {arguments.output}/comparison.{{json,md}}")
        return
    results = measure(arguments)
    write(arguments.output, "results", results, report(results))
    say("\n" + results_table(results) + f"\n\nresults: {arguments.output}/results.{{json,md}}")
    if arguments.update_docs:
        update_page(ROOT / "docs" / "results.md", page_block(results), BEGIN, END)
        say("results: docs/results.md is up to date")


if __name__ == "__main__":
    main()
