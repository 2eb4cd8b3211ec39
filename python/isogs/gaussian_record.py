# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A Gaussian of a snapshot in 32 bytes: shared/ipc/gaussian_record.h and gaussian_packing.h."""

from typing import Dict

import numpy as np
from numpy.typing import NDArray

from isogs.trajectory import rotation_matrices

RECORD = np.dtype([("mean", "<f4", 3), ("id", "<u4"), ("rotation", "<u4"), ("log2_scale", "<u2", 3), ("opacity", "u1"),
                   ("flags", "u1"), ("color", "u1", 3), ("unused", "u1")])
assert RECORD.itemsize == 32

LOWEST_LOG2_SCALE, SCALE_STEPS = -16.0, 2048.0
ROTATION_BITS, ROTATION_STEPS = 10, 511
NORMAL_ALONG_AXIS = 1
# So that a logit is finite.
OPACITIES = (1e-6, 254.75 / 255.0)


def rotations_of(records: NDArray[np.void]) -> NDArray[np.float32]:
    """[N,4] w x y z, unit length: the largest component is left out, and positive."""
    packed = records["rotation"]
    mask = (1 << ROTATION_BITS) - 1
    steps = np.stack([packed >> shift & mask for shift in (20, 10, 0)], -1).astype(np.float32) - ROTATION_STEPS
    others = steps * np.float32(np.sqrt(0.5) / ROTATION_STEPS)
    largest = packed >> 3 * ROTATION_BITS
    rotations = np.empty((len(records), 4), np.float32)
    kept = np.arange(4) != largest[:, None]
    rotations[kept] = others.reshape(-1)
    rotations[~kept] = np.sqrt(np.maximum(0, 1 - np.sum(others * others, -1)))
    return rotations


def unpack(records: NDArray[np.void]) -> Dict[str, NDArray[np.float32]]:
    """By SplaTAM's names, before activation."""
    opacities = np.clip(records["opacity"] / 255.0, *OPACITIES)
    log2_scales = records["log2_scale"] / SCALE_STEPS + LOWEST_LOG2_SCALE
    return {"means3D": np.array(records["mean"], np.float32),
            "rgb_colors": (records["color"] / 255.0).astype(np.float32),
            "unnorm_rotations": rotations_of(records),
            "logit_opacities": np.log(opacities / (1 - opacities)).astype(np.float32)[:, None],
            "log_scales": (log2_scales * np.log(2.0)).astype(np.float32)}


def normals_of(records: NDArray[np.void]) -> NDArray[np.float32]:
    """[N,3] unit length: the axis of smallest scale (the first, where scales are equal), with its sign."""
    smallest = np.argmin(records["log2_scale"], axis=1)
    axes = rotation_matrices(rotations_of(records).astype(np.float64))[np.arange(len(records)), :, smallest]
    along = (records["flags"] & NORMAL_ALONG_AXIS) != 0
    normals: NDArray[np.float32] = np.where(along[:, None], axes, -axes).astype(np.float32)
    return normals
