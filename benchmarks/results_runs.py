# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""One run of SLAM with its evaluation, of this tree's programs or of another's, as figures."""
import json
import resource
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path("build") / "cpu" / "bin"


def say(text):
    print(text, flush=True)


def call(command, cwd=ROOT):
    """runs a command, from the source root if nothing else is said, and returns what it prints; ends the script with its errors if it fails"""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"results: failed: {' '.join(map(str, command))}\n{(done.stderr.strip() or done.stdout.strip())}")
    return done.stdout


def find_folder(sequence, data):
    """the sequence's folder, or nothing"""
    candidates = [ROOT / folder if folder.startswith("./") else data / folder for folder in sequence.folders]
    return next((folder for folder in candidates if folder.is_dir()), None)


def figures_of(evaluation):
    """evaluation.json with a table's names and units"""
    trajectory, images, speed = evaluation["trajectory"], evaluation["images"], evaluation["speed"]

    def scaled(value, factor):
        return None if value is None else value * factor

    figures = {"frames": trajectory["frames"], "lost": trajectory["lost"],
               "ate_rmse_mm": scaled(trajectory["ate_rmse_m"], 1e3)}
    for kind in ("mapped", "unseen"):
        figures[f"psnr_{kind}_db"] = images[kind]["psnr_db"]
        figures[f"ssim_{kind}"] = images[kind]["ssim"]
        figures[f"depth_l1_{kind}_cm"] = scaled(images[kind]["depth_l1_m"], 1e2)
    figures["gaussians"] = evaluation["map"]["gaussians"]
    figures.update({key: speed[key] for key in ("fps", "track_ms", "map_ms")})
    figures["peak_rss_mib"] = scaled(speed["peak_rss_bytes"], 1 / 2**20)
    return figures


def processor_seconds():
    """of all programs that were run and have ended"""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_slam(sequence, folder, run, frames, device, programs, tree=ROOT):
    """figures of a run of `programs`, with the configurations and the evaluation of their own tree"""
    before = processor_seconds()
    call([programs / "isogs", "slam", sequence.config, "--dataset", folder, "--output", run, "--frames", frames,
          "--device", device, "--fresh"], cwd=tree)
    slam_s = processor_seconds() - before
    call([programs / "isogs", "evaluate", run], cwd=tree)
    return figures_of(json.loads((run / "evaluation.json").read_text())) | {"slam_processor_s": slam_s}
