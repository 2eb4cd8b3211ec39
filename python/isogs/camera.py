# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Frames of a camera for `isogs run CONFIG --live NAME` (docs/live.md; shared/ipc/camera_frame.h)."""

import math
import os
import time
import weakref
from types import TracebackType
from typing import Any, Optional, Sequence, Tuple, Type, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from isogs.channel_writer import ChannelWriter, RoleLock, head_words
from isogs.errors import IsogsError
from isogs.payload import Pinhole
from isogs.shared_segment import FOLDER

PAYLOAD_VERSION = 1
MOST_SIDE = 1 << 14
LINGER_S = 0.3  # who waits for a camera looks every 10 ms if it is not held up, and keeps what it has found
NAME_CHARACTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def camera_folder(name: str) -> str:
    """Where a camera's processes meet: shared/ipc/camera_folder.h. Made, for this user alone."""
    if not 1 <= len(name) <= 64 or not set(name) <= NAME_CHARACTERS:
        raise IsogsError(f"name of a camera: found '{name}', expected 1 to 64 letters, digits, - and _")
    folder = f"{FOLDER}/isogs.cameras.{os.geteuid()}"
    for path in (folder, f"{folder}/{name}"):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            status = os.lstat(path)
            if not os.path.isdir(path) or os.path.islink(path) or status.st_uid != os.geteuid():
                raise IsogsError(f"{path}: is no folder of user {os.geteuid()}") from None
        os.chmod(path, 0o700)
    return f"{folder}/{name}"


def _is_rotation(matrix: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(matrix).all() and np.allclose(matrix.T @ matrix, np.eye(3), rtol=0, atol=1e-6)
                and np.linalg.det(matrix) > 0)


class Camera:
    """Gives the frames of one RGB-D camera to SLAM, as they come:

        with isogs.Camera("desk", fx=615.0, fy=615.0, cx=320.0, cy=240.0, depth_scale=1000.0) as camera:
            camera.push(color, depth, stamp_s)

    The intrinsics are those of the colour images, in pixels (pixel centres at whole numbers), and `distortion` is
    OpenCV's k1, k2, p1, p2, k3. Depth shows the same view: registered to the colours, with as many pixels or fewer.
    `depth_scale`: units a metre of 16-bit depth. JPEGs need `width` and `height`.

    `push` copies a frame into shared memory and never waits: frames that SLAM has no time for are dropped there, after
    `slots` - 1 of them wait. At the end of the block SLAM is told that the camera has ended; if an exception other than
    KeyboardInterrupt ends it, or the process dies, SLAM waits for the camera to come back. For one thread at a time.
    """

    def __init__(self, name: str, *, fx: float, fy: float, cx: float, cy: float, width: Optional[int] = None,
                 height: Optional[int] = None, distortion: Sequence[float] = (0.0, 0.0, 0.0, 0.0, 0.0),
                 depth_scale: float = 1000.0, slots: int = 16) -> None:
        if not 3 <= slots <= 4096:
            raise IsogsError(f"slots: found {slots}, expected 3 to 4096")
        lens = [float(value) for value in (fx, fy, cx, cy, *distortion)]
        if len(lens) != 9 or not all(map(math.isfinite, lens)) or fx <= 0 or fy <= 0:
            raise IsogsError("fx, fy, cx, cy, distortion: expected focal lengths above 0 and 5 distortion numbers")
        if not (math.isfinite(depth_scale) and depth_scale > 0):
            raise IsogsError(f"depth_scale: found {depth_scale}, expected units a metre above 0")
        self.name = name
        self.pushed = 0
        self._lens, self._depth_scale, self._slots = lens, float(depth_scale), slots
        self._size = None if width is None or height is None else (int(width), int(height))
        self._shape: Optional[Tuple[Any, ...]] = None  # of the first frame
        self._facts: Tuple["float | int", ...] = ()
        self._writer: Optional[ChannelWriter] = None
        folder = camera_folder(name)
        self._lock = RoleLock(folder, "camera")
        self._folder = folder
        self._finish = weakref.finalize(self, RoleLock.close, self._lock)

    def push(self, color: Union[ArrayLike, bytes], depth: ArrayLike, stamp_s: Optional[float] = None,
             world_from_camera: Optional[ArrayLike] = None) -> None:
        """`color`: [H,W,3] uint8 R, G, B, or the bytes of a JPEG. `depth`: [H,W] uint16 units or float32 metres, z, 0
        where it is not known. `stamp_s`: the camera's time, which grows from frame to frame; else the clock's.
        `world_from_camera`: [4,4], x right, y down, z forward, where something knows the pose; it becomes the truth that
        the run is measured against."""
        arrival_ns = time.monotonic_ns()
        if not self._finish.alive:
            raise IsogsError(f"camera {self.name}: is closed")
        is_jpeg = isinstance(color, (bytes, bytearray, memoryview))
        colors: NDArray[Any] = (np.frombuffer(color, np.uint8) if isinstance(color, (bytes, bytearray, memoryview))
                                else np.asarray(color))
        depths = np.asarray(depth)
        self._check_shape(colors, depths, is_jpeg)
        stamp = time.time() if stamp_s is None else float(stamp_s)
        if not math.isfinite(stamp):
            raise IsogsError(f"stamp_s: found {stamp_s}, expected a finite number of seconds")
        pose = np.eye(4) if world_from_camera is None else np.asarray(world_from_camera, np.float64)
        if pose.shape != (4, 4) or not _is_rotation(pose[:3, :3]) or not np.isfinite(pose).all():
            raise IsogsError("world_from_camera: expected [4,4], a rotation and a translation")
        self._publish([colors, depths], stamp, arrival_ns, world_from_camera is not None, pose, False)
        self.pushed += 1

    def close(self, *, ended: bool = True) -> None:
        """Tells SLAM that no more frames will come; with ended=False that more may come from another `Camera`."""
        if not self._finish.alive:
            return
        try:
            if self._writer is not None:
                if ended:
                    self._publish([], 0.0, time.monotonic_ns(), False, np.eye(4), True)
                time.sleep(LINGER_S)
        finally:  # a second Ctrl-C leaves nothing, too
            if self._writer is not None:
                self._writer.remove()
            self._finish()

    def __enter__(self) -> "Camera":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close(ended=kind is None or issubclass(kind, KeyboardInterrupt))

    def _publish(self, images: "list[NDArray[Any]]", stamp_s: float, arrival_ns: int, has_pose: bool,
                 pose: NDArray[np.float64], is_end: bool) -> None:
        assert self._writer is not None
        color_bytes = images[0].nbytes if images else 0
        head = head_words(*self._facts, int(is_end), stamp_s, arrival_ns, int(has_pose),
                          *map(float, pose[:3].reshape(-1)), color_bytes)
        self._writer.publish([head, *images])

    def _check_shape(self, colors: NDArray[Any], depths: NDArray[Any], is_jpeg: bool) -> None:
        shape = (is_jpeg, None if is_jpeg else colors.shape, depths.shape, depths.dtype.str)
        if self._shape is None:
            self._begin(colors, depths, is_jpeg)
            self._shape = shape
        if shape != self._shape:
            raise IsogsError(f"camera {self.name}: found {_describe(*shape)}, expected {_describe(*self._shape)} "
                             "as in the first frame")
        if colors.dtype != np.uint8:
            raise IsogsError(f"camera {self.name}: found colours of {colors.dtype}, expected uint8")

    def _begin(self, colors: NDArray[Any], depths: NDArray[Any], is_jpeg: bool) -> None:
        if is_jpeg and self._size is None:
            raise IsogsError(f"camera {self.name}: JPEGs need width and height, which were not given")
        if not is_jpeg and (colors.ndim != 3 or colors.shape[2] != 3 or colors.dtype != np.uint8):
            raise IsogsError(f"camera {self.name}: found colours [{_sides(colors.shape)}] of {colors.dtype}, expected "
                             "[H,W,3] of uint8")
        if depths.ndim != 2 or depths.dtype not in (np.uint16, np.float32):
            raise IsogsError(f"camera {self.name}: found depth [{_sides(depths.shape)}] of {depths.dtype}, expected "
                             "[H,W] of uint16 or float32")
        width, height = self._size or (0, 0)
        if not is_jpeg:
            if self._size not in (None, (colors.shape[1], colors.shape[0])):
                raise IsogsError(f"camera {self.name}: found colours of {colors.shape[1]}x{colors.shape[0]}, expected "
                                 f"{width}x{height}")
            height, width = colors.shape[:2]
        if not all(1 <= side <= MOST_SIDE for side in (width, height, *depths.shape)):
            raise IsogsError(f"camera {self.name}: expected sides of 1 to {MOST_SIDE} pixels")
        pinhole = Pinhole(width, height, *self._lens[:4])
        self._facts = (*pinhole, *self._lens[4:], width, height, depths.shape[1], depths.shape[0], int(is_jpeg),
                       int(depths.dtype == np.float32), self._depth_scale)
        jpeg_headers = 1 << 16  # with tables and a profile, beyond what the pixels take
        capacity = 512 + width * height * 3 + depths.nbytes + (jpeg_headers if is_jpeg else 16)
        self._writer = ChannelWriter(self._folder, "camera", PAYLOAD_VERSION, capacity, self._slots)


def _sides(shape: Tuple[int, ...]) -> str:
    return ",".join(map(str, shape))


def _describe(is_jpeg: bool, color_shape: Optional[Tuple[int, ...]], depth_shape: Tuple[int, ...], kind: str) -> str:
    colors = "JPEGs" if is_jpeg or color_shape is None else f"colours [{_sides(color_shape)}]"
    return f"{colors} and depth [{_sides(depth_shape)}] of {np.dtype(kind)}"
