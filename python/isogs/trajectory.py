# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Trajectories in TUM format."""

import os
import pathlib
from dataclasses import dataclass
from typing import Union

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError


@dataclass(frozen=True)
class Trajectory:
    """Poses of a camera."""

    timestamps_s: NDArray[np.float64]  # [T]; the frame's number where the data set has no times
    world_from_camera: NDArray[np.float64]  # [T,4,4]; camera x right, y down, z forward; m

    def __len__(self) -> int:
        return len(self.timestamps_s)


def rotation_matrices(wxyz: NDArray[np.float64]) -> NDArray[np.float64]:
    """[N,3,3] of unit quaternions [N,4], real part first."""
    w, x, y, z = np.moveaxis(wxyz, -1, 0)
    rows = [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
            2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
            2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]
    return np.stack(rows, -1).reshape(*wxyz.shape[:-1], 3, 3)


def read_trajectory(path: Union[str, "os.PathLike[str]"]) -> Trajectory:
    """Reads lines of `time tx ty tz qx qy qz qw`. A last line without its end is still being written, and left out."""
    path = pathlib.Path(path)
    rows = []
    text = path.read_text(encoding="utf-8")
    lines = text[:text.rfind("\n") + 1].splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            row = [float(word) for word in line.split()]
        except ValueError:
            row = []
        if len(row) != 8 or not np.all(np.isfinite(row)) or not np.any(row[4:]):
            raise IsogsError(f"{path}: line {number} is {line[:100]!r}, expected time tx ty tz qx qy qz qw")
        rows.append(row)
    values = np.array(rows, dtype=np.float64).reshape(-1, 8)
    quaternions = values[:, [7, 4, 5, 6]]
    poses = np.tile(np.eye(4), (len(values), 1, 1))
    poses[:, :3, :3] = rotation_matrices(quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True))
    poses[:, :3, 3] = values[:, 1:4]
    return Trajectory(values[:, 0].copy(), poses)
