# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of IsoGS in Python: finished ones and those under way (docs/python.md).

    run = isogs.Run("runs/demo")
    run.map()["means3D"]                   # [N,3], SplaTAM's names
    live = isogs.follow("runs/demo")
    live.gaussians()                       # the newest snapshot, or None

numpy is all that it needs; `isogs.voxels` also h5py, `Run.map_tensors` PyTorch.
"""

from isogs.camera import Camera
from isogs.errors import IsogsError
from isogs.live import Live, follow
from isogs.live_values import Gaussians, LiveMesh, Preview, Status
from isogs.mesh import Mesh, read_ply
from isogs.payload import Pinhole
from isogs.run import Run
from isogs.trajectory import Trajectory, read_trajectory

__all__ = ["Camera", "Gaussians", "IsogsError", "Live", "LiveMesh", "Mesh", "Pinhole", "Preview", "Run", "Status",
           "Trajectory", "follow", "read_ply", "read_trajectory"]
