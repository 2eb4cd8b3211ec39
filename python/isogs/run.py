# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A run's folder."""

import json
import os
import pathlib
import re
from typing import TYPE_CHECKING, Any, Dict, Optional, Union

import numpy as np
from numpy.typing import NDArray

from isogs.config import read_config
from isogs.errors import IsogsError
from isogs.maps import SPLATAM, read_params, to_tensors
from isogs.mesh import Mesh, read_ply
from isogs.metrics import read_metrics
from isogs.trajectory import Trajectory, read_trajectory

if TYPE_CHECKING:
    from isogs.live import Live

_CHECKPOINT = re.compile(r"params([0-9]{6,})\.npz")
_TRAJECTORIES = {"final": "trajectory.txt", "online": "trajectory_online.txt", "truth": "trajectory_ground_truth.txt"}


class Run:
    """What a run left in its folder, or has left so far (docs/run_files.md). Each call reads the file anew; a file
    that is missing or damaged is an IsogsError."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self.path = pathlib.Path(path)
        if not (self.path / "config.yaml").is_file():
            raise IsogsError(f"{self.path}: has no config.yaml, expected the folder of a run")

    def __repr__(self) -> str:
        return f"isogs.Run({str(self.path)!r})"

    @property
    def config(self) -> Dict[str, Any]:
        """The effective configuration: {key: value}, sections as nested dictionaries."""
        return read_config(self._file("config.yaml"))

    def params(self, frame: Optional[int] = None) -> Dict[str, NDArray[Any]]:
        """All arrays of params.npz or, while there is none, of the newest checkpoint; with `frame`, of the checkpoint
        after that frame. Beside SplaTAM's (see `map`): isogs_world_from_map [4,4], isogs_poses [T,4,4]
        (camera_from_map), isogs_timestamps [T], isogs_frame_states [T] (0 tracking, 1 uncertain, 2 lost), ..."""
        return read_params(self._params_file(frame))

    def map(self, frame: Optional[int] = None) -> Dict[str, NDArray[Any]]:
        """The map by SplaTAM's names, float32, in the map's frame (the first camera's):
        means3D [N,3] m, rgb_colors [N,3], unnorm_rotations [N,4] w x y z, logit_opacities [N,1], log_scales [N,3],
        timestep [N] (frame that made the Gaussian), cam_unnorm_rots [1,4,T] and cam_trans [1,3,T] (camera_from_map),
        intrinsics [3,3], w2c [4,4], org_width, org_height, gt_w2c_all_frames [T,4,4], keyframe_time_indices [K]."""
        return {name: array for name, array in self.params(frame).items() if name in SPLATAM}

    def map_tensors(self, device: Any = "cpu", requires_grad: bool = False,
                    frame: Optional[int] = None) -> Dict[str, Any]:
        """`map` as tensors of PyTorch. With `requires_grad`, those that SplaTAM optimises (Gaussians and cameras) are
        leaves with gradients."""
        return to_tensors(self.map(frame), device, requires_grad)

    def world_from_map(self) -> NDArray[np.float64]:
        """[4,4]: from the map's frame to the data set's world, in which trajectories and meshes are."""
        pose: NDArray[np.float64] = self.params()["isogs_world_from_map"]
        return pose

    def trajectory(self, which: str = "final") -> Trajectory:
        """timestamps_s [T] and world_from_camera [T,4,4] of the frames that were not lost. `which`: "final" (as known
        at the end), "online" (as known when each frame was done; grows with the run) or "truth"."""
        if which not in _TRAJECTORIES:
            raise IsogsError(f"trajectory: found {which!r}, expected one of {', '.join(_TRAJECTORIES)}")
        return read_trajectory(self._file(_TRAJECTORIES[which]))

    def metrics(self) -> Dict[str, NDArray[Any]]:
        """{name: [T]} of metrics.jsonl, an entry a frame; parts have dotted names, "alignment.agreement". What is not
        there is NaN among numbers, else None."""
        return read_metrics(self._file("metrics.jsonl"))

    def evaluation(self) -> Dict[str, Any]:
        """The figures of `isogs evaluate`, as evaluation.json nests them."""
        path = self._file("evaluation.json", "; isogs evaluate writes it")
        try:
            figures = json.loads(path.read_bytes())
        except ValueError as error:
            raise IsogsError(f"{path}: is no JSON: {error}") from None
        if not isinstance(figures, dict):
            raise IsogsError(f"{path}: expected a JSON object")
        return figures

    def mesh(self, name: str = "mesh.ply") -> Mesh:
        """The mesh of `isogs extract_mesh` or the mesher: vertices [V,3] in the world, triangles [T,3], normals,
        colors."""
        return read_ply(self._file(name, "; isogs extract_mesh writes it"))

    def follow(self) -> "Live":
        """See isogs.follow."""
        from isogs.live import follow
        return follow(self.path)

    def _file(self, name: str, hint: str = "") -> pathlib.Path:
        path = self.path / name
        if not path.is_file():
            raise IsogsError(f"{path}: does not exist{hint}")
        return path

    def _params_file(self, frame: Optional[int]) -> pathlib.Path:
        if frame is not None:
            return self._file(f"params{frame:06d}.npz")
        if (self.path / "params.npz").is_file():
            return self.path / "params.npz"
        frames = [int(match[1]) for match in map(_CHECKPOINT.fullmatch, os.listdir(self.path)) if match]
        if not frames:
            raise IsogsError(f"{self.path}: has no params.npz and no checkpoint yet")
        return self._file(f"params{max(frames):06d}.npz")
