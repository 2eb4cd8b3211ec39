#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs all that needs a GPU on the programs that scripts/gpu_check.sh built, and keeps going where a step fails.

    benchmarks/gpu_check.py [--output DIR] [--quick]

Writes DIR/gpu_check.json (every step's exit code, seconds and figures) and DIR/gpu_check.log (what they printed). Needs Python's
standard library and, beside it, PyTorch 2.11 for CUDA 13, whose LibTorch the programs use. Exit code 1 if a step failed.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "cuda"
TESTS = ("loss_test", "surface_loss_test", "rasterizer_test", "aligner_test", "slam_test", "cuda_slam_test")
# Small enough for compute-sanitizer, which slows kernels down a hundredfold.
SANITIZED = "*/cuda_Random:*/cuda_OpaqueStack:*/cuda_OneRow:*AgreesWith*/cuda:*BruteForce/cuda"
# Steps of 1200x680 pixels and a million Gaussians; what a step may take at most [ms].
GOALS_MS = {"render": 0.5, "backward": 1.2, "linearize_pose": 0.6, "surface_losses": 0.3, "mapping_loss + adam": 0.3}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=ROOT / "gpu_check_results")
    parser.add_argument("--quick", action="store_true", help="tests and one benchmark only")
    return parser.parse_args()


def library_path():
    """folders of the bundle's libraries and of LibTorch with what it brings"""
    folders = [ROOT / "lib"]
    spec = find_spec("torch")
    if spec is not None:
        torch = Path(spec.origin).parent
        folders += [torch / "lib", *sorted((torch.parent / "nvidia").glob("*/lib"))]
    return ":".join(str(folder) for folder in folders if folder.is_dir())


class Checks:
    """steps with their results"""

    def __init__(self, output):
        self.output = output
        self.steps = []
        output.mkdir(parents=True, exist_ok=True)
        self.log = open(output / "gpu_check.log", "w", encoding="utf-8")
        self.environment = {**os.environ, "LD_LIBRARY_PATH": f"{library_path()}:{os.environ.get('LD_LIBRARY_PATH', '')}"}

    def run(self, name, command, timeout_s=300):
        """runs a step; returns whether it succeeded"""
        command = [str(part) for part in command]
        print(f"{name} ...", flush=True)
        start = time.monotonic()
        try:
            done = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=timeout_s)
            code, text = done.returncode, done.stdout
        except subprocess.TimeoutExpired as expired:
            code, text = 124, (expired.stdout or b"").decode(errors="replace")
        except OSError as error:
            code, text = 127, str(error)
        seconds = round(time.monotonic() - start, 1)
        self.log.write(f"== {name}: {' '.join(command)}\n{text}\n== exit code {code}, {seconds} s\n\n")
        self.log.flush()
        last = text.strip().splitlines()[-1] if text.strip() else ""
        print(f"{name}: {'ok' if code == 0 else f'FAILED ({code})'} in {seconds} s  {last[:100]}", flush=True)
        self.steps.append({"name": name, "exit_code": code, "seconds": seconds, "last_line": last})
        self.save()
        return code == 0

    def fail(self, why):
        """makes the last step a failure"""
        print(f"{self.steps[-1]['name']}: FAILED: {why}", flush=True)
        self.add(exit_code=1, why=why)

    def add(self, **figures):
        """adds figures to the last step"""
        self.steps[-1].update(figures)
        self.save()

    def save(self):
        (self.output / "gpu_check.json").write_text(json.dumps({"steps": self.steps}, indent=1) + "\n")


def run_tests(checks):
    for test in TESTS:
        checks.run(f"test/{test}", [BUILD / "tests" / test, "--gtest_filter=*cuda*:CudaSlam.*", "--gtest_brief=1"])
        if checks.steps[-1]["last_line"].endswith(" 0 tests."):  # the program found no device
            checks.fail("no test ran")


def run_sanitizer(checks):
    sanitizer = shutil.which("compute-sanitizer")
    if sanitizer is None:
        print("compute-sanitizer is not here; left out", flush=True)
        return
    for tool in ("memcheck", "racecheck"):
        for test in ("rasterizer_test", "loss_test", "surface_loss_test"):
            checks.run(f"{tool}/{test}", [sanitizer, "--tool", tool, "--error-exitcode", "9", BUILD / "tests" / test,
                                          f"--gtest_filter={SANITIZED}", "--gtest_brief=1"], 240)


def benchmark_minima(path):
    """name -> smallest time [ms] of a Google Benchmark report"""
    units = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
    rows = json.loads(path.read_text())["benchmarks"]
    return {row["run_name"]: row["real_time"] * units[row["time_unit"]]
            for row in rows if row.get("aggregate_name", "min") == "min"}


def run_benchmarks(checks, quick):
    report = checks.output / "rasterizer.json"
    sizes = ("1200x680",) if quick else ("640x480", "1200x680")
    done = checks.run("benchmark/rasterizer", [
        BUILD / "benchmarks" / "rasterizer_benchmark", "--backend", "cuda", "--size", *sizes,
        f"--benchmark_out={report}", "--benchmark_out_format=json"])
    if done:
        minima = benchmark_minima(report)
        checks.add(minima_ms=minima, goals_ms=GOALS_MS)


def run_sequences(checks):
    for device in ("cuda", "cpu"):
        output = checks.output / f"results_{device}"
        if checks.run(f"sequences/{device}", [
                sys.executable, ROOT / "benchmarks" / "results.py", "--data", ROOT / "data", "--bin", BUILD / "bin",
                "--device", device, "--output", output], 1200):
            checks.add(results=json.loads((output / "results.json").read_text()))


def main():
    arguments = parse_arguments()
    checks = Checks(arguments.output)
    checks.run("device", ["nvidia-smi"])
    run_tests(checks)
    run_benchmarks(checks, arguments.quick)
    if not arguments.quick:
        run_sequences(checks)
        run_sanitizer(checks)
    failed = [step["name"] for step in checks.steps if step["exit_code"] != 0]
    print(f"gpu_check: {len(checks.steps)} steps, failed: {', '.join(failed) or 'none'}; {arguments.output}/gpu_check.json")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
