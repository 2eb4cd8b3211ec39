# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Plays a folder in Replica's layout as a live camera would: python examples/push_folder.py FOLDER NAME [FRAMES/S] [LOOPS].

Needs Pillow to read PNG depth; colours go as the JPEGs that they are. Poses of traj.txt go along as the truth."""

import json
import pathlib
import sys
import time

import numpy as np
from PIL import Image

import isogs

folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
period_s = 1 / float(sys.argv[3]) if len(sys.argv) > 3 else 1 / 30
loops = int(sys.argv[4]) if len(sys.argv) > 4 else 1
place = next(at for at in (folder, folder.parent) if (at / "cam_params.json").exists())
lens = json.loads((place / "cam_params.json").read_text())["camera"]
with isogs.Camera(name, width=lens["w"], height=lens["h"], fx=lens["fx"], fy=lens["fy"], cx=lens["cx"], cy=lens["cy"],
                  depth_scale=lens["scale"]) as camera:
    poses = np.loadtxt(folder / "traj.txt").reshape(-1, 4, 4) if (folder / "traj.txt").exists() else None
    begin, colors = time.monotonic(), sorted((folder / "results").glob("frame*.jpg"))
    # There and back again, so that the last frame leads to the next loop's first.
    way = [*colors, *colors[-2:0:-1]] * loops if loops > 1 else colors
    for i, color in enumerate(way):
        depth = np.asarray(Image.open(color.with_name(color.stem.replace("frame", "depth") + ".png")), np.uint16)
        time.sleep(max(0.0, begin + i * period_s - time.monotonic()))
        pose = None if poses is None else poses[colors.index(color)]
        camera.push(color.read_bytes(), depth, i * period_s, pose)
