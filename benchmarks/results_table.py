# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of benchmarks/results.py as Markdown."""
from results_sequences import PUBLISHED, SEQUENCES

BEGIN, END = "<!-- results:begin -->", "<!-- results:end -->"
COLUMNS = (
    ("ATE RMSE mm", ("ate_rmse_mm",), "{:.2f}"),
    ("lost", ("lost",), "{}"),
    ("PSNR dB mapped / unseen", ("psnr_mapped_db", "psnr_unseen_db"), "{:.2f}"),
    ("SSIM mapped / unseen", ("ssim_mapped", "ssim_unseen"), "{:.3f}"),
    ("depth L1 cm mapped / unseen", ("depth_l1_mapped_cm", "depth_l1_unseen_cm"), "{:.2f}"),
    ("Gaussians", ("gaussians",), "{:,}"),
    ("frames/s", ("fps",), "{:.1f}"),
    ("track / map ms", ("track_ms", "map_ms"), "{:.0f}"),
    ("memory MiB", ("peak_rss_mib",), "{:.0f}"),
)


def row(cells):
    return "| " + " | ".join(cells) + " |"


def header(names):
    return [row(names), row(["---"] * len(names))]


def cell(figures, keys, pattern):
    """the figures of one column, or a dash where none of them is known"""
    values = [figures.get(key) for key in keys]
    if all(value is None for value in values):
        return ""
    return " / ".join("-" if value is None else pattern.format(value) for value in values)


def figures_row(title, system, figures):
    return row([title, system] + [cell(figures, keys, pattern) for _, keys, pattern in COLUMNS])


def results_table(results):
    """one row a system and sequence"""
    lines = header(["sequence", "system"] + [name for name, _, _ in COLUMNS])
    for entry in results["sequences"]:
        width, height = entry["size"]
        lines.append(figures_row(entry["title"], f"**IsoGS** {width}x{height}", entry["figures"]))
        for peer in entry.get("peers", []):
            lines.append(figures_row("", peer["system"], peer["figures"]))
    return "\n".join(lines)


def goals_table(results):
    """what was to be reached and what was"""
    lines = header(["sequence", "figure", "goal", "reached", ""])
    goals = {sequence.name: sequence.goals for sequence in SEQUENCES}
    for entry in results["sequences"]:
        for figure, (relation, bound) in goals[entry["name"]].items():
            value = entry["figures"].get(figure)
            met = value is not None and (value <= bound if relation == "<=" else value >= bound)
            sign = "≤" if relation == "<=" else "≥"
            lines.append(row([entry["name"], figure, f"{sign} {bound:g}", "-" if value is None else f"{value:.4g}",
                              "met" if met else "**missed**"]))
    return "\n".join(lines)


def published_table():
    lines = header(["system", "ATE RMSE cm", "PSNR dB", "depth L1 cm", "", "source"])
    for system, paper, ate, psnr, depth, remark in PUBLISHED:
        lines.append(row([system, f"{ate:.2f}", f"{psnr:.2f}", f"{depth:.2f}", remark, paper]))
    return "\n".join(lines)


def page_block(results):
    """what stands between the markers of docs/results.md"""
    machine = results["machine"]
    peers = any(entry.get("peers") for entry in results["sequences"])
    text = (f"Measured with `benchmarks/results.py{' --peers' if peers else ''}` at commit {results['commit']} "
            f"on {machine['processors']} processors ({machine['cpu']}; SIMD target {results['simd_target']}), "
            "shipped configurations, one run after the other.\n\n" + results_table(results) + "\n")
    if peers:
        text += ("\nOpen3D is the dense SLAM of Open3D's tensor pipeline (`t.pipelines.slam.Model`) on the CPU, on the same frames in the "
                 "same session; `benchmarks/peer_open3d.py` runs it. It leaves no map of Gaussians, so it has no image figures.\n")
    return text + ("\nPublished for Replica, for orientation: means over all frames of eight rooms, on GPUs, PSNR of mapped views only. They "
                   "are not measured here and not of the frames above.\n\n" + published_table() + "\n")


def report(results):
    """the whole report"""
    return f"# Results\n\n{page_block(results)}\n## Goals\n\n{goals_table(results)}\n"


def update_page(page, block, begin_mark, end_mark):
    """puts a new block between the markers of a page"""
    before, begin, rest = page.read_text().partition(begin_mark)
    _, end, after = rest.partition(end_mark)
    if not begin or not end:
        raise SystemExit(f"{page}: expected the lines {begin_mark} and {end_mark}")
    page.write_text(f"{before}{begin_mark}\n{block}{end_mark}{after}")
