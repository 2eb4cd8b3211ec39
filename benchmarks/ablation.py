#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs SLAM with parts of mapping switched off or exchanged and puts the figures in a table: with and without the flat
and iso-surface losses, or with Gaussians made in other ways.

    benchmarks/ablation.py                             what is found of the sequences under data/
    benchmarks/ablation.py --study densification       Gaussians made in other ways
    benchmarks/ablation.py --data DIR --update-docs    fills docs/surface_losses.md, or docs/densification.md

Writes ablation.json and ablation.md to --output. Needs a finished build in build/cpu (scripts/build.sh) and Python's
standard library.
"""
import argparse
import json
from pathlib import Path

from results import commit
from results_runs import ROOT, call, figures_of, find_folder, processor_seconds, say
from results_sequences import SEQUENCES
from results_table import cell, header, row, update_page

BEGIN, END = "<!-- ablation:begin -->", "<!-- ablation:end -->"
DEFAULT_SEQUENCES = ("living_room_a", "replica_room0")
OFF = {"flat": "mapping.flat_weight=0", "iso": "mapping.iso_weight=0"}
A_PIXEL = "mapping.densify.max_cell=1"
STUDIES = {  # page under docs/, and variants: name, overrides
    "losses": ("surface_losses.md", (
        ("none", (OFF["flat"], OFF["iso"])),
        ("flat", (OFF["iso"],)),
        ("iso", (OFF["flat"],)),
        ("both (default)", ()),
        ("both, iso weight 2", ("mapping.iso_weight=2",)),
        ("none, round Gaussians", (OFF["flat"], OFF["iso"], "mapping.densify.initial_thickness=1")),
    )),
    "densification": ("densification.md", (
        ("one a pixel", (A_PIXEL,)),
        ("one every 2nd pixel", (A_PIXEL, "mapping.densify.pixel_stride=2")),
        ("cells, residual 0.005", ("mapping.densify.max_color_residual=0.005",)),
        ("cells, residual 0.008 (default)", ()),
        ("cells, residual 0.012", ("mapping.densify.max_color_residual=0.012",)),
        ("default, steps that stay as long", ("mapping.learning_rates.decay_steps=0",)),
        ("default, iso loss in every iteration", ("mapping.iso.every=1",)),
        ("default, iso loss in every 4th", ("mapping.iso.every=4",)),
        ("default, 12 iterations", ("mapping.iterations=12",)),
        ("default, 40 iterations", ("mapping.iterations=40",)),
    )),
}  # yapf: disable
COLUMNS = (
    ("ATE RMSE mm", ("ate_rmse_mm",), "{:.2f}"),
    ("PSNR dB mapped / unseen", ("psnr_mapped_db", "psnr_unseen_db"), "{:.2f}"),
    ("depth L1 cm mapped / unseen", ("depth_l1_mapped_cm", "depth_l1_unseen_cm"), "{:.2f}"),
    ("anisotropy", ("anisotropy_median",), "{:.1f}"),
    ("density", ("density_median",), "{:.2f}"),
    ("\\|d - 1\\|", ("iso_residual_median",), "{:.2f}"),
    ("Gaussians", ("gaussians",), "{:,}"),
    ("frames/s", ("fps",), "{:.1f}"),
    ("processor s", ("slam_processor_s",), "{:.1f}"),
)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the sequences (default: data)")
    parser.add_argument("--only", action="append", choices=[s.name for s in SEQUENCES], help="may be repeated")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "ablation", help="default: runs/ablation")
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "cpu" / "bin", help="default: build/cpu/bin")
    parser.add_argument("--study", choices=STUDIES, default="losses", help="default: losses")
    parser.add_argument("--frames", type=int, help="at most; default: the sequence's")
    parser.add_argument("--update-docs", action="store_true", help="rewrite the table in the study's page")
    return parser.parse_args()


def run_variant(sequence, folder, variant, number, arguments):
    name, overrides = variant
    run = arguments.output / f"{sequence.name}_{number}"
    settings = [part for override in overrides for part in ("--set", override)]
    before = processor_seconds()
    call([arguments.bin / "isogs", "slam", sequence.config, "--dataset", folder, "--output", run, "--fresh",
          "--frames", min(sequence.frames, arguments.frames or sequence.frames), *settings])
    slam_s = processor_seconds() - before
    call([arguments.bin / "isogs", "evaluate", run])
    evaluation = json.loads((run / "evaluation.json").read_text())
    figures = figures_of(evaluation)
    figures["slam_processor_s"] = slam_s
    figures["anisotropy_median"] = evaluation["map"]["anisotropy_median"]
    figures.update({key: evaluation["surface"][key] for key in ("density_median", "iso_residual_median")})
    say("  {}: PSNR {:.2f} dB, anisotropy {:.1f}".format(name, figures["psnr_unseen_db"], figures["anisotropy_median"]))
    return {"variant": name, "overrides": overrides, "figures": figures}


def table(results):
    lines = header(["sequence", "variant"] + [name for name, _, _ in COLUMNS])
    for entry in results["sequences"]:
        for number, run in enumerate(entry["runs"]):
            title = f"{entry['title']}, {entry['frames']} frames" if number == 0 else ""
            lines.append(row([title, run["variant"]] + [cell(run["figures"], keys, pattern)
                                                        for _, keys, pattern in COLUMNS]))
    return "\n".join(lines)


def measure(arguments):
    results = {"commit": commit(), "sequences": []}
    for sequence in SEQUENCES:
        if sequence.name not in (arguments.only or DEFAULT_SEQUENCES):
            continue
        folder = find_folder(sequence, arguments.data)
        if folder is None:
            say(f"ablation: {sequence.name} left out: no {' or '.join(sequence.folders)} in {arguments.data}")
            continue
        say(f"ablation: {sequence.name}")
        runs = [run_variant(sequence, folder, variant, number, arguments) for number, variant in enumerate(STUDIES[arguments.study][1])]
        results["sequences"].append({"name": sequence.name, "title": sequence.title.partition(",")[0],
                                     "frames": runs[0]["figures"]["frames"], "runs": runs})
    return results


def main():
    arguments = parse_arguments()
    arguments.data, arguments.output, arguments.bin = (
        path.resolve() for path in (arguments.data, arguments.output, arguments.bin))
    if not (arguments.bin / "isogs").exists():
        raise SystemExit(f"ablation: no {arguments.bin}/isogs; build with scripts/build.sh")
    arguments.output.mkdir(parents=True, exist_ok=True)
    results = measure(arguments)
    page = STUDIES[arguments.study][0]
    block = f"Measured with `benchmarks/ablation.py --study {arguments.study}` at commit {results['commit']}.\n\n{table(results)}\n"
    (arguments.output / "ablation.json").write_text(json.dumps(results, indent=2) + "\n")
    (arguments.output / "ablation.md").write_text(block)
    say("\n" + block)
    if arguments.update_docs:
        update_page(ROOT / "docs" / page, block, BEGIN, END)
        say(f"ablation: docs/{page} is up to date")


if __name__ == "__main__":
    main()
