#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Compares a run's mesh with Open3D's TSDF mesh (VoxelBlockGrid, CPU) of the same frames at the same estimated poses.

    .venv-peers/bin/python benchmarks/peer_tsdf.py RUN_DIR SEQUENCE_DIR [TRUE_MESH] [--voxel METRES] [--cull] [--every N]

RUN_DIR is a finished run on the sequence (Replica or 7-Scenes layout). Both meshes are extracted at the same voxel size, and scored by
`isogs evaluate --mesh --align` against TRUE_MESH. Without one they are scored by the points that frames measure, seen from the
estimated poses; the TSDF is then made of the run's mapped frames alone, so that neither has seen the others. Prints a table; leaves RUN_DIR/mesh.ply and RUN_DIR/mesh_tsdf.ply. Needs a finished
build in build/cpu, open3d and numpy; benchmarks/results.py --peers installs them into .venv-peers.
"""
import argparse
import json
import subprocess
import time
from pathlib import Path

import numpy as np
import open3d as o3d

from peer_open3d import BLOCKS, MAX_DEPTH_M, intrinsic_matrix, open_sequence, read_images

ROOT = Path(__file__).resolve().parent.parent
TRUNCATION_VOXELS = 4.0
MIN_WEIGHT = 3.0  # frames that must have seen a voxel: Open3D's default
FIT_COLUMNS = ("within_2cm", "within_5cm", "median_m")
COLUMNS = ("accuracy_m", "completion_m", "precision_1cm", "recall_1cm", "f1_1cm", "f1_5cm", "normal_consistency")


def read_trajectory(file):
    """-> frame index -> world_from_camera; TUM format, frames of these layouts have their index as time"""
    poses = {}
    for line in file.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        index, x, y, z, qx, qy, qz, qw = map(float, line.split())
        poses[round(index)] = o3d.geometry.get_rotation_matrix_from_quaternion([qw, qx, qy, qz]), [x, y, z]
    return poses


def mapped_frames(run):
    """-> indices in the data set of the frames that the map was optimised on"""
    with np.load(run / "params.npz") as params:
        return [int(i) for i in params["isogs_frame_indices"][params["keyframe_time_indices"]]]


def integrate(sequence, poses, voxel_m):
    """-> (TSDF mesh, seconds without reading images)"""
    device, intrinsics = o3d.core.Device("CPU:0"), intrinsic_matrix(sequence)
    grid = o3d.t.geometry.VoxelBlockGrid(("tsdf", "weight", "color"), (o3d.core.float32, ) * 3, ((1), (1), (3)), voxel_m, 16,
                                         BLOCKS, device)
    seconds = 0.0
    for index, (rotation, centre) in sorted(poses.items()):
        depth, color = read_images(sequence, index)
        began = time.perf_counter()
        world_from_camera = np.eye(4)
        world_from_camera[:3, :3], world_from_camera[:3, 3] = rotation, centre
        extrinsics = o3d.core.Tensor(np.linalg.inv(world_from_camera))
        blocks = grid.compute_unique_block_coordinates(depth, intrinsics, extrinsics, sequence.depth_scale, MAX_DEPTH_M,
                                                       TRUNCATION_VOXELS)
        grid.integrate(blocks, depth, color, intrinsics, intrinsics, extrinsics, sequence.depth_scale, MAX_DEPTH_M,
                       TRUNCATION_VOXELS)
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    mesh = grid.extract_triangle_mesh(MIN_WEIGHT).to_legacy()
    return mesh, seconds + time.perf_counter() - began


def isogs(*arguments):
    subprocess.run([ROOT / "build" / "cpu" / "bin" / "isogs", *map(str, arguments)], check=True, capture_output=True)


def score(arguments, mesh):
    """the mesh's figures of evaluation.json"""
    if arguments.truth is None:
        isogs("evaluate", arguments.run, "--mesh", mesh, "--every", arguments.every, "--pictures", 0)
        return json.loads((arguments.run / "evaluation.json").read_text())["mesh_fit"]["unseen"]
    options = ["--cull"] if arguments.cull else []
    isogs("evaluate", arguments.run, "--mesh", mesh, "--ground-truth-mesh", arguments.truth, "--align", "--mesh-only",
          "--mesh-samples", arguments.samples, *options)
    return json.loads((arguments.run / "evaluation.json").read_text())["mesh"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("sequence", type=Path)
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument("--voxel", type=float, default=0.01, help="edge of a voxel [m]")
    parser.add_argument("--samples", type=int, default=2_000_000, help="points on each mesh")
    parser.add_argument("--cull", action="store_true", help="leave out what of the truth no frame saw")
    parser.add_argument("--every", type=int, default=4, help="without TRUE_MESH: every N-th unseen frame is looked at")
    arguments = parser.parse_args()
    tsdf, ours = arguments.run / "mesh_tsdf.ply", arguments.run / "mesh.ply"
    poses = read_trajectory(arguments.run / "trajectory.txt")
    columns = COLUMNS if arguments.truth else FIT_COLUMNS
    if not arguments.truth:
        poses = {index: poses[index] for index in mapped_frames(arguments.run) if index in poses}
    mesh, seconds = integrate(open_sequence(arguments.sequence), poses, arguments.voxel)
    o3d.io.write_triangle_mesh(str(tsdf), mesh)
    rows = [(f"Open3D {o3d.__version__}, TSDF", len(mesh.triangles), seconds, score(arguments, tsdf))]
    isogs("extract_mesh", arguments.run, "--voxel-size", arguments.voxel, "--output", ours)
    report = json.loads(Path(f"{ours}.json").read_text())
    seconds = report["seconds"]["surface_points"] + report["seconds"]["extract"]
    rows.append(("IsoGS, oriented", report["triangles"], seconds, score(arguments, ours)))
    print("| mesh | triangles | s | " + " | ".join(columns) + " |\n" + "| --- " * (len(columns) + 3) + "|")
    for name, triangles, seconds, figures in rows:
        print(f"| {name} | {triangles:,} | {seconds:.1f} | " + " | ".join(f"{figures[c]:.4f}" for c in columns) + " |")


if __name__ == "__main__":
    main()
