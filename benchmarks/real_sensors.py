#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs SLAM with parts of it switched on one by one, on frames that sensors took and on made-up ones with the faults of
sensors, and puts trajectory, images and time of tracking in a table.

    benchmarks/real_sensors.py --data DIR                      what is found there, and made-up rooms: an hour
    benchmarks/real_sensors.py --data DIR --frames 60          at most 60 frames of each: half an hour
    benchmarks/real_sensors.py --only made_rendered --quick    20 frames of each: half a minute
    benchmarks/real_sensors.py --data DIR --update-docs        fills docs/real_sensors.md

Writes real_sensors.json and real_sensors.md to --output; what --only leaves out stays there as it was measured before. Needs a finished build in build/cpu (scripts/build.sh) and
Python's standard library.
"""
import argparse
import json
import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path

from results import commit
from results_runs import ROOT, call, figures_of, say
from results_table import cell, header, row, update_page

BEGIN, END = "<!-- real_sensors:begin -->", "<!-- real_sensors:end -->"
QUICK_FRAMES = 20

# A part of the system and the overrides that switch it off; refinement is off unless switched on.
OFF = {
    "judgement": ("tracking.judgement.sure_agreement=0", "tracking.judgement.least_agreement=0",
                  "tracking.judgement.lost_agreement=0", "tracking.judgement.max_position_sigma_m=1e6",
                  "tracking.judgement.max_gain=1e6", "tracking.judgement.max_speed_m_per_s=0",
                  "tracking.judgement.max_turn_deg_per_s=0", "tracking.judgement.suspect_keyframes=0"),
    "exposure": ("mapping.exposure=false",),
    "loops": ("loops.enabled=false",),
}  # yapf: disable
REFINEMENT = ("tracking.iterations=10",)


def only(*parts):
    """overrides that leave nothing on but alignment and `parts`"""
    return tuple(override for part, overrides in OFF.items() if part not in parts for override in overrides)


STEPS = (  # a row: its name, overrides
    ("alignment alone", only()),
    ("+ refinement", only() + REFINEMENT),
    ("+ exposure", only("exposure")),
    ("+ loops", only("loops")),
    ("+ judgement", only("judgement")),
    ("shipped defaults", ()),
)


@dataclass(frozen=True)
class Source:
    name: str  # as --only names it, and in run directories
    title: str
    frames: int  # from the first
    folder: str = ""  # under --data; "": a made-up room
    config: str = ""  # from the source root; "": the made-up room's
    settings: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()  # of made-up rooms: options of make_dataset


FAULTS = {"kinect": ("--noise", "kinect"), "blur": ("--blur",), "exposure": ("--exposure-drift",),
          "shutter": ("--rolling-shutter",)}  # yapf: disable


def made(name, title, *faults):
    return Source("made_" + name, "made-up room, " + title, 150,
                  faults=tuple(option for fault in faults for option in FAULTS[fault]))


SOURCES = (
    Source("tum", "TUM fr1_rpy", 60, "tum/fr1_rpy", "configs/tum/fr1_desk.yaml"),
    Source("hololens", "HoloLens", 80, "hololens", "configs/base.yaml", ("dataset.layout=replica",)),
    Source("seven_scenes", "7-Scenes redkitchen", 150, "seven_scenes/seq", "configs/seven_scenes/redkitchen.yaml"),
    Source("living_room_a", "living_room_a", 100, "living_room/living_room_a", "configs/living_room.yaml"),
    Source("living_room_a_noisy", "living_room_a_noisy", 100, "living_room/living_room_a_noisy",
           "configs/living_room.yaml"),
    made("rendered", "no fault"),
    made("kinect", "Kinect's noise", "kinect"),
    made("blur", "blur", "blur"),
    made("exposure", "exposure drift", "exposure"),
    made("shutter", "rolling shutter", "shutter"),
    made("all", "all of these", *FAULTS),
)
COLUMNS = (
    ("tracking", ("tracking",), "{}"),
    ("ATE RMSE mm", ("ate_rmse_mm",), "{:.2f}"),
    ("PSNR unseen dB in the frames' exposure / as rendered", ("psnr_exposed_db", "psnr_rendered_db"), "{:.2f}"),
    ("tracking ms", ("track_median_ms",), "{:.1f}"),
)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the sequences (default: data)")
    parser.add_argument("--only", action="append", choices=[source.name for source in SOURCES], help="may be repeated")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "real_sensors", help="default: runs/real_sensors")
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "cpu" / "bin", help="default: build/cpu/bin")
    frames = parser.add_mutually_exclusive_group()
    frames.add_argument("--frames", type=int, help="of each sequence, at most; default: 60 to 150")
    frames.add_argument("--whole", action="store_true", help="all frames of each sequence; made-up ones have 150")
    frames.add_argument("--quick", action="store_true", help=f"{QUICK_FRAMES} frames of each sequence")
    parser.add_argument("--update-docs", action="store_true", help="rewrite the table in docs/real_sensors.md")
    arguments = parser.parse_args()
    if arguments.frames is not None and arguments.frames < 2:
        parser.error(f"argument --frames: {arguments.frames}, expected at least 2")
    return arguments


def frames_of(source, arguments):
    """0: all"""
    if arguments.whole and source.folder:
        return 0
    return min(source.frames, QUICK_FRAMES if arguments.quick else arguments.frames or source.frames)


def find_source(source, arguments):
    """configuration and folder of the frames; made-up ones are made. Nothing where there are none."""
    if source.folder:
        folder = arguments.data / source.folder
        return (source.config, folder) if folder.is_dir() else None
    folder = arguments.output / "made" / f"{source.name}_{frames_of(source, arguments)}"
    if not folder.is_dir():
        call([arguments.bin / "isogs", "make_dataset", "sequence", folder, "--seed", 1, "--frames",
              frames_of(source, arguments), "--width", 320, "--height", 240, *source.faults])
    return folder / "config.yaml", folder


def run_step(source, place, overrides, run, arguments):
    config, folder = place
    settings = [part for setting in source.settings + overrides for part in ("--set", setting)]
    call([arguments.bin / "isogs", "slam", config, "--dataset", folder, "--output", run, "--frames",
          frames_of(source, arguments), "--fresh", *settings])
    # Maps without exposures, too, are shown in those of the frames, so that all rows can be compared.
    call([arguments.bin / "isogs", "evaluate", run, "--pictures", 0, "--set", "mapping.exposure=true"])
    evaluation = json.loads((run / "evaluation.json").read_text())
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    figures = figures_of(evaluation)
    return {"frames": len(lines), "tracking": sum(line["state"] == "tracking" for line in lines),
            "ate_rmse_mm": figures["ate_rmse_mm"], "psnr_exposed_db": figures["psnr_unseen_db"],
            "psnr_rendered_db": evaluation["images"]["as_rendered"]["unseen"]["psnr_db"],
            "track_median_ms": statistics.median(line["track_ms"] for line in lines[1:])}


def measure(source, place, arguments):
    entry = {"name": source.name, "title": source.title, "commit": commit(), "rows": []}
    for number, (name, overrides) in enumerate(STEPS):
        run = arguments.output / f"{source.name}_{number}"
        figures = run_step(source, place, overrides, run, arguments)
        shutil.rmtree(run)
        entry["rows"].append({"step": name, "overrides": overrides, "figures": figures})
        say(f"  {name}: " + ", ".join(f"{title} {cell(figures, keys, pattern)}" for title, keys, pattern in COLUMNS))
    return entry


def table(results):
    lines = header(["sequence", "with"] + [name for name, _, _ in COLUMNS])
    for entry in results["sequences"]:
        for number, line in enumerate(entry["rows"]):
            title = f"{entry['title']}, {line['figures']['frames']} frames" if number == 0 else ""
            lines.append(row([title, line["step"]] + [cell(line["figures"], keys, pattern)
                                                      for _, keys, pattern in COLUMNS]))
    return "\n".join(lines)


def write(results, arguments):
    """returns what stands between the markers of the page"""
    commits = ", ".join(sorted({entry["commit"] for entry in results["sequences"]}))
    block = f"Measured with `benchmarks/real_sensors.py` at commit {commits}.\n\n{table(results)}\n"
    (arguments.output / "real_sensors.json").write_text(json.dumps(results, indent=2) + "\n")
    (arguments.output / "real_sensors.md").write_text(block)
    return block


def measured_before(arguments):
    """with --only, the figures of the sequences that it leaves out"""
    file = arguments.output / "real_sensors.json"
    if not arguments.only or not file.exists():
        return {"sequences": []}
    results = json.loads(file.read_text())
    names = {source.name for source in SOURCES}
    return {"sequences": [entry for entry in results["sequences"] if entry["name"] in names]}


def main():
    arguments = parse_arguments()
    arguments.data, arguments.output, arguments.bin = (
        path.resolve() for path in (arguments.data, arguments.output, arguments.bin))
    if not (arguments.bin / "isogs").exists():
        raise SystemExit(f"real_sensors: no {arguments.bin}/isogs; build with scripts/build.sh")
    arguments.output.mkdir(parents=True, exist_ok=True)
    results = measured_before(arguments)
    for source in SOURCES:
        if arguments.only and source.name not in arguments.only:
            continue
        place = find_source(source, arguments)
        if place is None:
            say(f"real_sensors: {source.name} left out: no {source.folder} in {arguments.data}")
            continue
        say(f"real_sensors: {source.name}")
        entries = [entry for entry in results["sequences"] if entry["name"] != source.name]
        order = [known.name for known in SOURCES]
        results["sequences"] = sorted(entries + [measure(source, place, arguments)],
                                      key=lambda entry: order.index(entry["name"]))
        write(results, arguments)  # what is measured stays, whatever becomes of the rest
    block = write(results, arguments)
    say("\n" + block)
    if arguments.update_docs:
        update_page(ROOT / "docs" / "real_sensors.md", block, BEGIN, END)
        say("real_sensors: docs/real_sensors.md is up to date")


if __name__ == "__main__":
    main()
