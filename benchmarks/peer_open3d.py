#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Measures Open3D's dense RGB-D SLAM (t.pipelines.slam.Model, CPU) on a sequence in the Replica or 7-Scenes layout.

    .venv-peers/bin/python benchmarks/peer_open3d.py DIR [--frames N] [--voxel METRES]

Prints one line of JSON: ATE RMSE of the camera centres after rigid alignment, and speed and memory. The time counted is that of
tracking, integrating and ray casting; reading the images is left out. Needs open3d and numpy; benchmarks/results.py --peers
installs them into .venv-peers.
"""
import argparse
import json
import re
import resource
import time
from pathlib import Path

import numpy as np
import open3d as o3d

MAX_DEPTH_M = 6.0
TRUNCATION_VOXELS = 8.0
ODOMETRY_MAX_DISTANCE_M = 0.07  # depth residuals beyond are outliers: Open3D's default
BLOCKS = 40_000  # of 16^3 voxels, to begin with


class ReplicaSequence:
    """results/frame000000.jpg, results/depth000000.png, traj.txt, cam_params.json there or one level above"""

    def __init__(self, folder):
        self.colors = sorted((folder / "results").glob("frame*.*"))
        self.depths = sorted((folder / "results").glob("depth*.png"))
        self.world_from_camera = np.loadtxt(folder / "traj.txt").reshape(-1, 4, 4)[:len(self.depths)]
        parameters = next(f for f in (folder / "cam_params.json", folder.parent / "cam_params.json") if f.exists())
        camera = json.loads(parameters.read_text())["camera"]
        self.focal, self.centre = (camera["fx"], camera["fy"]), (camera["cx"], camera["cy"])
        self.depth_scale = camera["scale"]


class SevenScenesSequence:
    """frame-000000.color.png or .jpg, .depth.png in millimetres, .pose.txt"""

    def __init__(self, folder):
        self.colors = sorted(folder.glob("frame-*.color.*"))
        self.depths = sorted(folder.glob("frame-*.depth.png"))
        poses = [re.sub(r"depth\.png$", "pose.txt", str(file)) for file in self.depths]
        self.world_from_camera = np.array([np.loadtxt(file) for file in poses])
        self.focal, self.centre, self.depth_scale = (585.0, 585.0), (320.0, 240.0), 1000.0


def open_sequence(folder):
    return ReplicaSequence(folder) if (folder / "traj.txt").exists() else SevenScenesSequence(folder)


def read_images(sequence, index):
    """-> (depth, colour)"""
    depth = np.asarray(o3d.io.read_image(str(sequence.depths[index]))).copy()
    depth[depth == np.iinfo(np.uint16).max] = 0  # a Kinect's mark for no depth
    return o3d.t.geometry.Image(depth), o3d.t.io.read_image(str(sequence.colors[index]))


def intrinsic_matrix(sequence):
    # Open3D truncates pixel coordinates where it should round them; half a pixel more makes up for it.
    (fx, fy), (cx, cy) = sequence.focal, sequence.centre
    return o3d.core.Tensor([[fx, 0.0, cx + 0.5], [0.0, fy, cy + 0.5], [0.0, 0.0, 1.0]], dtype=o3d.core.float64)


def run(sequence, frames, voxel_m):
    """-> (world_from_camera of each frame, seconds by stage)"""
    device, intrinsics = o3d.core.Device("CPU:0"), intrinsic_matrix(sequence)
    world_from_camera = o3d.core.Tensor(sequence.world_from_camera[0])
    model = o3d.t.pipelines.slam.Model(voxel_m, 16, BLOCKS, world_from_camera, device)
    first, _ = read_images(sequence, 0)
    measured = o3d.t.pipelines.slam.Frame(first.rows, first.columns, intrinsics, device)
    rendered = o3d.t.pipelines.slam.Frame(first.rows, first.columns, intrinsics, device)
    trajectory, seconds = [], {"track": 0.0, "map": 0.0}
    for index in range(frames):
        depth, color = read_images(sequence, index)
        measured.set_data_from_image("depth", depth)
        measured.set_data_from_image("color", color)
        began = time.perf_counter()
        if index > 0:
            step = model.track_frame_to_model(measured, rendered, sequence.depth_scale, MAX_DEPTH_M, ODOMETRY_MAX_DISTANCE_M)
            world_from_camera = world_from_camera @ step.transformation
        tracked = time.perf_counter()
        model.update_frame_pose(index, world_from_camera)
        model.integrate(measured, sequence.depth_scale, MAX_DEPTH_M, TRUNCATION_VOXELS)
        model.synthesize_model_frame(rendered, sequence.depth_scale, 0.1, MAX_DEPTH_M, TRUNCATION_VOXELS, False)
        seconds["track"] += tracked - began
        seconds["map"] += time.perf_counter() - tracked
        trajectory.append(world_from_camera.numpy().copy())
    return np.array(trajectory), seconds


def ate_rmse_m(estimated, truth):
    """RMSE of camera centres after the best rotation and translation (Umeyama 1991, without scale)"""
    estimated, truth = estimated[:, :3, 3], truth[:, :3, 3]
    a, b = estimated - estimated.mean(0), truth - truth.mean(0)
    u, _, vt = np.linalg.svd(b.T @ a)
    rotation = u @ np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))]) @ vt
    return float(np.sqrt(np.mean(np.sum((a @ rotation.T - b)**2, axis=1))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--frames", type=int, default=0, help="from the first; 0: all")
    parser.add_argument("--voxel", type=float, default=0.0058, help="edge of a voxel [m]")
    arguments = parser.parse_args()
    sequence = open_sequence(arguments.folder)
    frames = min(arguments.frames or len(sequence.depths), len(sequence.depths))
    trajectory, seconds = run(sequence, frames, arguments.voxel)
    print(json.dumps({
        "system": f"Open3D {o3d.__version__}", "frames": frames,
        "ate_rmse_mm": 1e3 * ate_rmse_m(trajectory, sequence.world_from_camera[:frames]),
        "fps": frames / sum(seconds.values()),
        "track_ms": 1e3 * seconds["track"] / frames, "map_ms": 1e3 * seconds["map"] / frames,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
