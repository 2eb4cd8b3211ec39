# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Maps: params.npz by SplaTAM's names."""

import os
import pathlib
from typing import Any, BinaryIO, Dict, Union

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError

FORMAT_VERSION = 1

# A Gaussian's columns: name, shape behind N.
GAUSSIANS = {"means3D": (3,), "rgb_colors": (3,), "unnorm_rotations": (4,), "logit_opacities": (1,)}
# What SplaTAM optimises, and hence what may need gradients.
PARAMETERS = (*GAUSSIANS, "log_scales", "cam_unnorm_rots", "cam_trans")
SPLATAM = (*PARAMETERS, "timestep", "intrinsics", "w2c", "org_width", "org_height", "gt_w2c_all_frames",
           "keyframe_time_indices")


def read_params(path: Union[str, "os.PathLike[str]"]) -> Dict[str, NDArray[Any]]:
    """All arrays of an npz of IsoGS or SplaTAM, by name (docs/method.md, "Checkpoint format"). Shapes of the Gaussians
    are checked: means3D, rgb_colors [N,3], unnorm_rotations [N,4] (w, x, y, z), logit_opacities [N,1],
    log_scales [N,3] (SplaTAM's may be [N,1])."""
    path = pathlib.Path(path)
    try:
        with open(path, "rb") as file:
            arrays = _read_archive(file)
    except FileNotFoundError:
        raise IsogsError(f"{path}: does not exist, expected a map (npz)") from None
    except Exception as error:  # of a damaged file numpy and zipfile raise whatever they run into
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise IsogsError(f"{path}: cannot be read as an npz: {reason}") from None
    version = arrays.get("isogs_format_version")
    if version is not None and (version.shape != () or version != FORMAT_VERSION):
        raise IsogsError(f"{path}: isogs_format_version is {version.tolist()}, expected {FORMAT_VERSION}")
    for name in (*GAUSSIANS, "log_scales"):
        if name not in arrays:
            raise IsogsError(f"{path}: has no array {name}, expected a map's")
    count = len(arrays["means3D"]) if arrays["means3D"].ndim else 0
    for name, row in GAUSSIANS.items():
        _expect_shape(path, name, arrays[name], (count, *row))
    if arrays["log_scales"].shape != (count, 1):
        _expect_shape(path, "log_scales", arrays["log_scales"], (count, 3))
    return arrays


def _read_archive(file: BinaryIO) -> Dict[str, NDArray[Any]]:
    archive = np.load(file, allow_pickle=False)
    if isinstance(archive, np.ndarray):
        raise ValueError("it is a single array")
    with archive:
        return {name: archive[name] for name in archive.files}


def _expect_shape(path: pathlib.Path, name: str, array: NDArray[Any], shape: "tuple[int, ...]") -> None:
    if array.shape != shape:
        raise IsogsError(f"{path}: {name} has shape {list(array.shape)}, expected {list(shape)}")


def to_tensors(arrays: Dict[str, NDArray[Any]], device: Any = "cpu", requires_grad: bool = False) -> Dict[str, Any]:
    """The same by PyTorch. With `requires_grad`, those that SplaTAM optimises are leaves with gradients."""
    try:
        import torch
    except ImportError:
        raise IsogsError("tensors need PyTorch, which is not installed: pip install torch") from None
    tensors = {}
    for name, array in arrays.items():
        tensor = torch.from_numpy(np.array(array)).to(device)
        tensors[name] = tensor.requires_grad_(requires_grad) if name in PARAMETERS else tensor
    return tensors
