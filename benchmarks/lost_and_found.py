#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Cuts sequences in 30 ways (10 jumps, 10 times 3 s that show nothing, 10 times 1 s without depth), runs SLAM on each,
and says whether a wrong pose was called tracking and how soon the camera was found again. Beside it: the share of
7-Scenes' frames that --localise-only finds within 5 cm and 5 degrees of the truth.

    benchmarks/lost_and_found.py --data DIR                   living_room_a and 7-Scenes, quick mapping: 20 minutes
    benchmarks/lost_and_found.py --data DIR --whole-mapping   also what the cuts cost in PSNR of unseen frames: hours
    benchmarks/lost_and_found.py --data DIR --only living_room_a --each 1                             a minute

A pose is wrong where it is more than 5 cm or 5 degrees from the truth, moved to where the run without a cut has it,
and as far from that run's own pose of the frame.
A place is mapped where a frame before the cut was taken within 30 cm and 20 degrees. PSNR lost is the mean over the
frames outside the cut that neither the run nor the same run without the cut has mapped. Writes lost_and_found.json and
lost_and_found.md to --output. Needs a finished build in build/cpu (scripts/build.sh) and Python's standard library.
"""
import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path

from cut_sequences import KINDS, degrees_between, distance, make_cuts, place, read_poses, write_cut
from results import commit
from results_runs import ROOT, call, say
from results_table import header, row

SEQUENCES = {  # name: folder under --data, configuration, layout
    "living_room_a": ("living_room/living_room_a", "configs/living_room.yaml", "replica"),
    "seven_scenes": ("seven_scenes/seq", "configs/seven_scenes/redkitchen.yaml", "seven_scenes"),
}
QUICK = ("mapping.iterations=1", "mapping.first_iterations=1")
WRONG_M, WRONG_DEGREES = 0.05, 5.0
MAPPED_M, MAPPED_DEGREES = 0.3, 20.0
FOUND_WITHIN = 10  # frames


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the sequences (default: data)")
    parser.add_argument("--only", action="append", choices=list(SEQUENCES), help="may be repeated")
    parser.add_argument("--each", type=int, default=10, help="cuts of each kind (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="of the cuts (default: 1)")
    parser.add_argument("--whole-mapping", action="store_true", help="map as usual and measure PSNR, not 1 iteration")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "lost_and_found", help="default: runs/lost_and_found")
    parser.add_argument("--bin", type=Path, default=ROOT / "build" / "cpu" / "bin", help="default: build/cpu/bin")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    return parser.parse_args()


def matrix(words):
    """x y z qx qy qz qw as 16 numbers by rows"""
    x, y, z, i, j, k, w = words
    return [1 - 2 * (j * j + k * k), 2 * (i * j - k * w), 2 * (i * k + j * w), x,
            2 * (i * j + k * w), 1 - 2 * (i * i + k * k), 2 * (j * k - i * w), y,
            2 * (i * k - j * w), 2 * (j * k + i * w), 1 - 2 * (i * i + j * j), z, 0, 0, 0, 1]  # yapf: disable


def run_slam(config, folder, run, arguments, frames=0, *more):
    """each frame's state and pose (nothing where lost)"""
    settings = list(arguments.set) + ([] if arguments.whole_mapping else list(QUICK))
    call([arguments.bin / "isogs", "slam", config, "--dataset", folder, "--output", run, "--frames", frames, "--fresh",
          *more, *(part for setting in settings for part in ("--set", setting))])
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    poses = iter(line for line in (run / "trajectory.txt").read_text().splitlines() if not line.startswith("#"))
    result = []
    for line in lines:
        pose = None if line["state"] == "lost" else matrix([float(word) for word in next(poses).split()[1:]])
        result.append((line["state"], pose, line["track_ms"]))
    return result


def product(a, b):
    return [sum(a[4 * row + k] * b[4 * k + column] for k in range(4)) for row in range(4) for column in range(4)]


def corners(pose):
    """the camera's place, and points 1 m along its axes: places alone may lie on a line"""
    at = place(pose)
    return [at] + [tuple(at[k] + pose[4 * k + axis] for k in range(3)) for axis in range(3)]


def align(truth, estimate):
    """the rigid motion that brings true poses nearest to the estimated ones (Horn, JOSA A 1987)"""
    pairs = [pair for t, (state, e, _) in zip(truth, estimate) if state == "tracking"
             for pair in zip(corners(t), corners(e))]
    centre = [[sum(pair[which][k] for pair in pairs) / len(pairs) for k in range(3)] for which in (0, 1)]
    s = [[sum((t[a] - centre[0][a]) * (e[b] - centre[1][b]) for t, e in pairs) for b in range(3)] for a in range(3)]
    n = [[s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
         [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
         [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
         [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]]]
    shift = sum(abs(value) for line in n for value in line)  # makes the largest eigenvalue the one of largest size
    q = [1.0, 0.1, 0.1, 0.1]
    for _ in range(20000):
        q = [sum((n[a][b] + (shift if a == b else 0.0)) * q[b] for b in range(4)) for a in range(4)]
        norm = sum(value * value for value in q)**0.5
        q = [value / norm for value in q]
    motion = matrix([0, 0, 0, q[1], q[2], q[3], q[0]])
    for k in range(3):
        motion[4 * k + 3] = centre[1][k] - sum(motion[4 * k + c] * centre[0][c] for c in range(3))
    return motion


def is_within(a, b, metres, degrees):
    return distance(a, b) <= metres and degrees_between(a, b) <= degrees


def judge(cut, frames, truth, references):
    """what became of a run on a cut sequence"""
    seen = [truth[shown.source] for shown in cut.frames[:cut.last + 1]]
    streak = longest = wrong = 0
    found = mapped_since = None
    for position, ((state, pose, _), shown) in enumerate(zip(frames, cut.frames)):
        right = pose is not None and any(is_within(pose, reference[shown.source], WRONG_M, WRONG_DEGREES)
                                         for reference in references)
        is_wrong = state == "tracking" and not right
        wrong += is_wrong
        streak = streak + 1 if is_wrong else 0
        longest = max(longest, streak)
        if position <= cut.last or shown.fault or found is not None:
            continue
        if mapped_since is None and any(is_within(truth[shown.source], pose, MAPPED_M, MAPPED_DEGREES) for pose in seen):
            mapped_since = position
        if state == "tracking" and right:
            found = 0 if mapped_since is None else position - mapped_since
    after = [ms for position, (_, _, ms) in enumerate(frames) if position > cut.last and frames[position][0] == "lost"]
    return {"kind": cut.kind, "last": cut.last, "frames": len(frames), "wrong": wrong, "longest_wrong": longest,
            "fault": next((shown.fault for shown in cut.frames if shown.fault), ""),
            "can_be_found": mapped_since is not None or found is not None, "found_after": found,
            "lost_ms": sum(after) / len(after) if after else None, "slowest_lost_ms": max(after, default=None)}


# What of 7-Scenes is mapped (start, stride, frames), and what is found in that map; every frame, or each on its own.
LOCALISED = (("0, 2, 4, ... 398", (0, 2, 200), "1, 3, 5, ... 399", (1, 2, 200)),
             ("0-199", (0, 1, 200), "200-399", (200, 1, 200)),
             ("0-199", (0, 1, 200), "200, 220, ... 380", (200, 20, 10)))  # yapf: disable


def localise(whole, arguments):
    """for each of LOCALISED, how many frames are near the truth and near `whole`, and how many are neither"""
    folder, config, layout = SEQUENCES["seven_scenes"]
    truth = read_poses(arguments.data / folder, layout)
    results = []

    def run(name, part, *more):
        start, stride, frames = part
        return run_slam(config, arguments.data / folder, arguments.output / name, arguments, frames, "--start", start,
                        "--stride", stride, *more)

    for number, (mapped_text, mapped, found_text, found) in enumerate(LOCALISED):
        estimate = run(f"mapped_{number}", mapped)
        sources = list(range(mapped[0], mapped[0] + mapped[1] * len(estimate), mapped[1]))
        motion = align([truth[source] for source in sources], estimate)
        frames = run(f"found_{number}", found, "--localise-only", arguments.output / f"mapped_{number}")
        result = {"mapped": mapped_text, "found": found_text, "frames": len(frames), "tracking": 0, "near_truth": 0,
                  "near_whole": 0, "wrong": 0}
        for position, (state, pose, _) in enumerate(frames):
            source = found[0] + found[1] * position
            near = [state == "tracking" and is_within(pose, reference, WRONG_M, WRONG_DEGREES)
                    for reference in (product(motion, truth[source]), whole[source][1])]
            result["tracking"] += state == "tracking"
            result["near_truth"] += near[0]
            result["near_whole"] += near[1]
            result["wrong"] += state == "tracking" and not any(near)
        results.append(result)
        say(f"  --localise-only: {result}")
    return results


def psnr_of_views(run, arguments):
    """of each view of a run: frame, whether it was mapped, PSNR"""
    views = run / "views.jsonl"
    if not views.exists():
        call([arguments.bin / "isogs", "evaluate", run, "--pictures", 0, "--views", views])
    lines = [json.loads(line) for line in views.read_text().splitlines()]
    return [(line["frame"], line["mapped"], line["psnr_db"]) for line in lines]


def views_without_cut(cut, config, folder, arguments):
    """of a run without the cut: the frames before it, and those after it as far as they follow"""
    frames = max(shown.source for shown in cut.frames) + 1
    run = arguments.output / f"whole_{folder.name}_{frames}"
    if not (run / "views.jsonl").exists():
        run_slam(config, folder, run, arguments, frames)
    return psnr_of_views(run, arguments)


def psnr_loss(cut, views, whole_views):
    """what the cut costs in PSNR over the frames outside of it that both runs have seen but not mapped, and how many"""
    views = [(cut.frames[position].source, mapped, psnr) for position, mapped, psnr in views
             if not cut.frames[position].fault]
    mapped_ones = {frame for frame, mapped, _ in views + whole_views if mapped}
    with_cut, without = {}, {}
    for result, of_run in ((with_cut, views), (without, whole_views)):
        for frame, _, psnr in of_run:
            if frame not in mapped_ones:
                result.setdefault(frame, []).append(psnr)
    common = with_cut.keys() & without.keys()
    losses = [statistics.mean(without[frame]) - statistics.mean(with_cut[frame]) for frame in common]
    return (statistics.mean(losses) if losses else None), len(losses)


def measure(name, arguments):
    folder, config, layout = SEQUENCES[name]
    folder = arguments.data / folder
    if not folder.is_dir():
        say(f"lost_and_found: {name} left out: no {folder}")
        return None
    truth = read_poses(folder, layout)
    whole = run_slam(config, folder, arguments.output / f"{name}_whole", arguments)
    motion = align(truth, whole)
    truth_in_run = [product(motion, pose) for pose in truth]
    whole_wrong = sum(state == "tracking" and not is_within(pose, truth_in_run[i], WRONG_M, WRONG_DEGREES)
                      for i, (state, pose, _) in enumerate(whole))
    say(f"lost_and_found: {name}: without a cut {whole_wrong} of {len(whole)} poses are wrong")
    results = {"name": name, "frames": len(whole), "whole_wrong": whole_wrong, "cuts": []}
    if name == "seven_scenes":
        results["localised"] = localise(whole, arguments)
    for number, cut in enumerate(make_cuts(truth, arguments.seed, arguments.each)):
        with tempfile.TemporaryDirectory() as scratch:
            write_cut(cut, folder, layout, truth, Path(scratch) / "cut")
            run = arguments.output / f"{name}_{number}"
            result = judge(cut, run_slam(config, Path(scratch) / "cut", run, arguments), truth,
                           (truth_in_run, [pose or truth_in_run[i] for i, (_, pose, _) in enumerate(whole)]))
            if arguments.whole_mapping:
                result["psnr_loss_db"], result["psnr_frames"] = psnr_loss(
                    cut, psnr_of_views(run, arguments), views_without_cut(cut, config, folder, arguments))
        shutil.rmtree(run)
        say("  {number} {kind} {fault} at {last}: {wrong} wrong (longest {longest_wrong}), found after {found_after}, "
            "lost frames take {lost_ms} ms, the slowest {slowest_lost_ms}".format(
                number=number, **{key: round(value, 1) if isinstance(value, float) else value
                                  for key, value in result.items()}) +
            ("; {psnr_loss_db:.2f} dB lost over {psnr_frames} frames".format(**result)
             if result.get("psnr_loss_db") is not None else ""))
        results["cuts"].append(result)
    return results


def table(sequences):
    lines = header(["sequence", "cut", "runs", "wrong poses called tracking", "longest row of them",
                    f"found within {FOUND_WITHIN} frames", "ms a lost frame", "PSNR lost, median and most dB"])
    for sequence in sequences:
        for kind in KINDS:
            cuts = [cut for cut in sequence["cuts"] if cut["kind"] == kind]
            findable = [cut for cut in cuts if cut["can_be_found"]]
            found = sum(cut["found_after"] is not None and cut["found_after"] < FOUND_WITHIN for cut in findable)
            times = [cut["lost_ms"] for cut in cuts if cut["lost_ms"]]
            losses = sorted(cut["psnr_loss_db"] for cut in cuts if cut.get("psnr_loss_db") is not None)
            lines.append(row([sequence["name"], kind, str(len(cuts)), str(sum(cut["wrong"] for cut in cuts)),
                              str(max((cut["longest_wrong"] for cut in cuts), default=0)), f"{found} of {len(findable)}",
                              f"{sum(times) / len(times):.0f}" if times else "",
                              f"{losses[len(losses) // 2]:.2f}, {losses[-1]:.2f}" if losses else ""]))
    return "\n".join(lines)


def localised_table(results):
    lines = header(["mapped", "looked for with --localise-only", "found", "within 5 cm and 5 degrees of the truth",
                    "of the run over all frames", "wrong, called tracking"])
    return "\n".join(lines + [row([result["mapped"], result["found"], "{tracking} of {frames}".format(**result)] +
                                  [str(result[key]) for key in ("near_truth", "near_whole", "wrong")])
                              for result in results])


def main():
    arguments = parse_arguments()
    arguments.data, arguments.output, arguments.bin = (
        path.resolve() for path in (arguments.data, arguments.output, arguments.bin))
    if not (arguments.bin / "isogs").exists():
        raise SystemExit(f"lost_and_found: no {arguments.bin}/isogs; build with scripts/build.sh")
    arguments.output.mkdir(parents=True, exist_ok=True)
    sequences = [measure(name, arguments) for name in SEQUENCES if name in (arguments.only or SEQUENCES)]
    sequences = [sequence for sequence in sequences if sequence]
    results = {"commit": commit(), "seed": arguments.seed, "sequences": sequences}
    (arguments.output / "lost_and_found.json").write_text(json.dumps(results, indent=2) + "\n")
    text = "\n\n".join([table(sequences)] + [localised_table(sequence["localised"]) for sequence in sequences
                                             if "localised" in sequence])
    (arguments.output / "lost_and_found.md").write_text(text + "\n")
    say("\n" + text)


if __name__ == "__main__":
    main()
