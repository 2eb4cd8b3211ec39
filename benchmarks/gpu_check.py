#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs all that needs a GPU on the programs that scripts/gpu_check.sh built, and keeps going where a step fails.

    benchmarks/gpu_check.py [--output DIR] [--quick]

Writes DIR/gpu_check.json (every step's exit code, seconds and figures; figures beside their goals; what was left out and why) and
DIR/gpu_check.log (what the steps printed). Needs Python's standard library and, beside it, PyTorch 2.11 for CUDA 13, whose LibTorch the
programs use; gsplat (PyPI) for the comparison with it. Exit code 1 if a step failed; a missed goal is no failure.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "cuda"
TESTS = ("loss_test", "surface_loss_test", "rasterizer_test", "aligner_test", "slam_test", "meshing_test", "cuda_slam_test")
# Small enough for compute-sanitizer, which slows kernels down a hundredfold.
SANITIZED = "*/cuda_Random:*/cuda_OpaqueStack:*/cuda_OneRow:*AgreesWith*/cuda:*BruteForce/cuda"
# Steps of 1200x680 pixels and a million Gaussians; what a step may take at most [ms].
STEP_SIZE = "1200x680"
GOALS_MS = {"render": 0.5, "backward": 1.2, "linearize_pose": 0.6, "surface_losses": 0.3, "mapping_loss + adam": 0.3}
LEAST_FPS = 30.0  # of the whole loop, on Replica's frames
MOST_PUBLISHING = 0.01  # share of the loop's time
MANY_GAUSSIANS = 10_000_000
MESHED_GAUSSIANS = (1_000_000, 6_400_000)  # of one room, at voxels of 1 cm
MOST_MESHING_S = 2.0  # for the larger
MOST_MEMORY_MIB = 24 * 1024  # of a mapping call with as many, on the device
LEFT_OUT = 3  # peer_gsplat.py's exit code where gsplat cannot be had


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
        self.goals = []
        self.left_out = {}
        output.mkdir(parents=True, exist_ok=True)
        self.log = open(output / "gpu_check.log", "w", encoding="utf-8")
        self.environment = {**os.environ, "LD_LIBRARY_PATH": f"{library_path()}:{os.environ.get('LD_LIBRARY_PATH', '')}",
                            "PYTHONPATH": f"{ROOT / 'python'}:{os.environ.get('PYTHONPATH', '')}",
                            "PATH": f"{os.environ.get('PATH', '')}:{ROOT / 'python' / 'bin'}"}

    def run(self, name, command, timeout_s=300, left_out_code=None):
        """runs a step; returns whether it succeeded. With exit code `left_out_code` its last line says why it could not run"""
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
        if code == left_out_code:
            self.leave_out(name, last.partition("left out: ")[2])
            return False
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

    def goal(self, what, found, at_most=None, at_least=None):
        """puts a figure beside its goal"""
        met = found <= at_most if at_least is None else found >= at_least
        bound = f"at most {at_most:g}" if at_least is None else f"at least {at_least:g}"
        print(f"  {what}: {found:.4g}, goal {bound}{'' if met else ': MISSED'}", flush=True)
        self.goals.append({"what": what, "found": found, "goal": bound, "met": met})
        self.save()

    def leave_out(self, name, why):
        print(f"{name}: left out: {why}", flush=True)
        self.left_out[name] = why
        self.save()

    def save(self):
        report = {"goals": self.goals, "left_out": self.left_out, "steps": self.steps}
        (self.output / "gpu_check.json").write_text(json.dumps(report, indent=1) + "\n")


def run_tests(checks):
    for test in TESTS:
        checks.run(f"test/{test}", [BUILD / "tests" / test, "--gtest_filter=*cuda*:CudaSlam.*", "--gtest_brief=1"])
        last = checks.steps[-1]["last_line"]
        if last.endswith(" 0 tests.") or "SKIPPED" in last:  # the program found no device
            checks.fail("no test ran")


def run_sanitizer(checks):
    sanitizer = shutil.which("compute-sanitizer")
    if sanitizer is None:
        checks.leave_out("compute-sanitizer", "it is not in PATH")
        return
    for tool in ("memcheck", "racecheck"):
        for test in ("rasterizer_test", "loss_test", "surface_loss_test"):
            checks.run(f"{tool}/{test}", [sanitizer, "--tool", tool, "--error-exitcode", "9", BUILD / "tests" / test,
                                          f"--gtest_filter={SANITIZED}", "--gtest_brief=1"], 240)


def benchmark_minima(path):
    """name -> smallest time [ms] of a Google Benchmark report"""
    units = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
    rows = json.loads(path.read_text())["benchmarks"]
    return {row["run_name"].partition("/iterations:")[0]: row["real_time"] * units[row["time_unit"]]
            for row in rows if row.get("aggregate_name", "min") == "min"}


def run_benchmarks(checks, quick):
    report, scene = checks.output / "rasterizer.json", checks.output / "scene.npz"
    sizes = (STEP_SIZE,) if quick else ("640x480", STEP_SIZE)
    done = checks.run("benchmark/rasterizer", [
        BUILD / "benchmarks" / "rasterizer_benchmark", "--backend", "cuda", "--size", *sizes, "--save-scene", scene,
        f"--benchmark_out={report}", "--benchmark_out_format=json"])
    if not done:
        checks.leave_out("benchmark/gsplat", "there is no rasteriser to compare with")
        return
    minima = benchmark_minima(report)
    checks.add(minima_ms=minima)
    ours = {name.rpartition("/")[2]: ms for name, ms in minima.items() if f"/{STEP_SIZE}/" in name}
    for steps, limit in GOALS_MS.items():
        checks.goal(f"{steps} [ms]", sum(ours[step] for step in steps.split(" + ")), at_most=limit)
    compare_with_gsplat(checks, scene, ours)
    scene.unlink(missing_ok=True)


def compare_with_gsplat(checks, scene, ours):
    """ratios of the fastest of gsplat's modes to ours, at the same map and image"""
    report = checks.output / "gsplat.json"
    if not checks.run("benchmark/gsplat", [sys.executable, ROOT / "benchmarks" / "peer_gsplat.py", scene, "--output", report], 600, LEFT_OUT):
        return
    gsplat = json.loads(report.read_text())
    fastest = gsplat[gsplat["fastest"]]
    ratios = {step: fastest[f"{step}_ms"] / ours[name] for step, name in (("forward", "render"), ("backward", "backward"))}
    checks.add(gsplat=gsplat, gsplat_over_ours=ratios)
    print("  {system}, {fastest}: forward {0:.2f}, backward {1:.2f} times our time".format(*ratios.values(), **gsplat), flush=True)


def run_many_gaussians(checks):
    """a mapping call that makes ten million Gaussians"""
    if checks.run("memory/mapping", [BUILD / "benchmarks" / "surface_loss_memory", MANY_GAUSSIANS, 8192, "cuda"]):
        figures = json.loads(checks.steps[-1]["last_line"])
        checks.add(figures=figures)
        checks.goal(f"device memory of mapping {figures['gaussians']:,} Gaussians [MiB]", figures["device_mib"],
                    at_most=MOST_MEMORY_MIB)


def run_meshing(checks):
    """a room's mesh, on the GPU and on the processors"""
    for gaussians in MESHED_GAUSSIANS:
        for surface in ("oriented", "density"):
            for device in ("cuda", "cpu"):
                done = checks.run(f"meshing/{gaussians // 1000}k/{surface}/{device}", [
                    BUILD / "benchmarks" / "mesh_benchmark", gaussians, 1, surface, 0.01, 2048, 5, device])
                seconds = re.search(r": ([0-9.]+) s,", checks.steps[-1]["last_line"])
                if not done or seconds is None:
                    continue
                checks.add(seconds_best=float(seconds[1]))
                if device == "cuda" and gaussians == max(MESHED_GAUSSIANS):
                    checks.goal(f"mesh of {gaussians:,} Gaussians, {surface} [s]", float(seconds[1]), at_most=MOST_MESHING_S)


def run_sequences(checks):
    for device in ("cuda", "cpu"):
        output = checks.output / f"results_{device}"
        if checks.run(f"sequences/{device}", [
                sys.executable, ROOT / "benchmarks" / "results.py", "--data", ROOT / "data", "--bin", BUILD / "bin",
                "--device", device, "--output", output], 1200):
            results = json.loads((output / "results.json").read_text())
            checks.add(results=results)
            for sequence in results["sequences"]:
                if device == "cuda" and sequence["name"].startswith("replica"):
                    checks.goal(f"{sequence['title']}: frames/s", sequence["figures"]["fps"], at_least=LEAST_FPS)


def run_publishing(checks):
    """what publishing costs a run: the same frames with and without it, in turns; the fastest of each count"""
    dataset = ROOT / "data" / "Replica" / "room0"
    if not dataset.is_dir():
        checks.leave_out("publishing", f"no {dataset}")
        return
    seconds = {"true": [], "false": []}
    for turn in range(3):
        for enabled, runs in seconds.items():
            output = checks.output / f"publishing_{enabled}"
            if not checks.run(f"publishing/{enabled}/{turn}", [
                    BUILD / "bin" / "isogs", "slam", "configs/replica/room0.yaml", "--dataset", dataset, "--output", output, "--fresh",
                    "--device", "cuda", "--set", f"publish.enabled={enabled}"]):
                return
            runs.append(json.loads((output / "timing.json").read_text())["seconds"])
    checks.goal("publishing's share of the loop", 1.0 - min(seconds["false"]) / min(seconds["true"]), at_most=MOST_PUBLISHING)


def main():
    arguments = parse_arguments()
    checks = Checks(arguments.output)
    checks.run("device", ["nvidia-smi"])
    run_tests(checks)
    run_benchmarks(checks, arguments.quick)
    if not arguments.quick:
        run_many_gaussians(checks)
        run_meshing(checks)
        run_sequences(checks)
        run_publishing(checks)
        run_sanitizer(checks)
    failed = [step["name"] for step in checks.steps if step["exit_code"] != 0]
    missed = sum(not goal["met"] for goal in checks.goals)
    print(f"gpu_check: {len(checks.steps)} steps, failed: {', '.join(failed) or 'none'}; {missed} of {len(checks.goals)} goals missed; "
          f"{arguments.output}/gpu_check.json")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
