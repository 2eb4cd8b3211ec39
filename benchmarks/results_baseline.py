# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Today's programs beside those of an earlier commit, for benchmarks/results.py --baseline: both built here, run in
alternation on the same sequences, each with its own configurations and evaluation."""
import shutil
import statistics
import subprocess

from results_runs import BIN, ROOT, call, find_folder, run_slam, say
from results_sequences import SEQUENCES
from results_table import header, row

TARGETS = ("isogs", "slam", "evaluate")
FIGURES = (
    # key, title, format, whether it is one of speed (a median of all runs, ratios of each pair)
    ("fps", "frames/s", "{:.2f}", True),
    ("slam_processor_s", "processor s", "{:.1f}", True),
    ("map_ms", "map ms a call", "{:.0f}", True),
    ("track_ms", "track ms", "{:.1f}", True),
    ("peak_rss_mib", "memory MiB", "{:.0f}", True),
    ("gaussians", "Gaussians", "{:,.0f}", False),
    ("psnr_mapped_db", "PSNR mapped dB", "{:.2f}", False),
    ("psnr_unseen_db", "PSNR unseen dB", "{:.2f}", False),
    ("depth_l1_unseen_cm", "depth L1 unseen cm", "{:.2f}", False),
    ("ate_rmse_mm", "ATE RMSE mm", "{:.2f}", False),
    ("lost", "lost", "{:.0f}", False),
)


def git(*arguments, cwd=ROOT):
    """what git prints, or nothing where it fails"""
    try:
        done = subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError:
        raise SystemExit("results: --baseline needs git") from None
    return done.stdout.strip() if done.returncode == 0 else None


def worktree_of(name):
    """short name of the commit, and its tree in build/baseline-COMMIT, made unless it is there"""
    commit = git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        raise SystemExit(f"results: --baseline: found '{name}', expected a commit of this repository")
    short = git("rev-parse", "--short", commit)
    tree = ROOT / "build" / f"baseline-{short}"
    if not tree.exists():
        call(["git", "worktree", "add", "--force", "--detach", tree, commit])  # forced where a removed one of that name is still listed
    clean = git("status", "--porcelain", "--untracked-files=no", cwd=tree) == ""
    if git("rev-parse", "--show-toplevel", cwd=tree) != str(tree) or git("rev-parse", "HEAD", cwd=tree) != commit or not clean:
        raise SystemExit(f"results: {tree}: is not commit {short} as it was, expected that; remove the folder to have it made again")
    return short, tree


def build(name):
    """the commit's short name and its tree with programs; only what is missing is built"""
    short, tree = worktree_of(name)
    say(f"results: building {short} in {tree.relative_to(ROOT)} (minutes, the first time)")
    if not (tree / "build" / "cpu" / "build.ninja").exists():
        call(["cmake", "--preset", "cpu", "-DISOGS_BUILD_TESTS=OFF", "-DISOGS_BUILD_BENCHMARKS=OFF"], cwd=tree)
    call(["cmake", "--build", "build/cpu", "--target", *TARGETS], cwd=tree)
    return short, tree


def median(runs, key):
    values = [figures[key] for figures in runs if figures[key] is not None]
    return statistics.median(values) if values else None


def ratio_cell(baseline, today, key, is_speed):
    """of the medians and, of several pairs, from the least to the largest"""
    before, now = median(baseline, key), median(today, key)
    if not before or now is None:
        return ""
    text = f"{now / before:.2f}"
    pairs = [b[key] / a[key] for a, b in zip(baseline, today) if a[key]]
    if is_speed and len(pairs) > 1:
        text += f" ({min(pairs):.2f} to {max(pairs):.2f})"
    return text


def comparison_table(comparison):
    lines = header(["sequence", "figure", comparison["baseline"], comparison["today"], "ratio"])
    for entry in comparison["sequences"]:
        title = f"{entry['name']}, {entry['frames']} frames"
        for key, name, pattern, is_speed in FIGURES:
            values = [median(entry[side], key) for side in ("baseline", "today")]
            cells = ["" if value is None else pattern.format(value) for value in values]
            lines.append(row([title, name, *cells, ratio_cell(entry["baseline"], entry["today"], key, is_speed)]))
            title = ""
    return "\n".join(lines)


def measure_pair(sequence, folder, sides, arguments):
    """figures of all runs of both sides; who begins changes from one repetition to the next"""
    frames = min(sequence.frames, arguments.frames or sequence.frames)
    entry = {"name": sequence.name, "frames": frames, "baseline": [], "today": []}
    for repetition in range(arguments.repeat):
        for side in ("baseline", "today") if repetition % 2 == 0 else ("today", "baseline"):
            tree, programs = sides[side]
            run = arguments.output / f"{sequence.name}_{side}"
            shutil.rmtree(run, ignore_errors=True)
            figures = run_slam(sequence, folder, run, frames, arguments.device, programs, tree)
            entry[side].append(figures)
            say("  {}: {fps:.2f} frames/s, map {map_ms:.0f} ms, {gaussians:,} Gaussians, ATE {ate_rmse_mm:.2f} mm".format(side, **figures))
    return entry


def compare(arguments, today):
    """a comparison with arguments.baseline; `today` is what the other side is called"""
    short, tree = build(arguments.baseline)
    sides = {"baseline": (tree, tree / BIN), "today": (ROOT, arguments.bin)}
    comparison = {"baseline": short, "today": today, "repetitions": arguments.repeat, "sequences": []}
    for sequence in SEQUENCES:
        if arguments.only and sequence.name not in arguments.only:
            continue
        folder = find_folder(sequence, arguments.data)
        if folder is None or not (tree / sequence.config).exists():
            missing = f"{' or '.join(sequence.folders)} in {arguments.data}" if folder is None else f"{sequence.config} in {short}"
            say(f"results: {sequence.name} left out: no {missing}")
            continue
        say(f"results: {sequence.name}")
        comparison["sequences"].append(measure_pair(sequence, folder, sides, arguments))
    return comparison


def report(comparison, machine):
    return (f"# {comparison['today']} beside {comparison['baseline']}\n\nOn {machine['processors']} processors ({machine['cpu']}), in alternation, "
            f"{comparison['repetitions']} runs each: medians and, of speed and memory, the ratios of the pairs from the least to the largest. "
            f"Ratios are today's figure over the baseline's.\n\n{comparison_table(comparison)}\n")
