# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What a run tells of itself: shared/ipc/status.h, gaussian_snapshot.h, preview.h and live_mesh.h. The lists of fields
below are those headers', in their order."""

from dataclasses import dataclass, field
from typing import ClassVar, Dict, Optional

import numpy as np
from numpy.typing import NDArray

from isogs.channel import ChannelValue
from isogs.gaussian_record import RECORD, normals_of, unpack
from isogs.mesh import Mesh
from isogs.payload import Pinhole, PayloadDecoder

RUN_STATES = ("starting", "running", "saving", "finished", "failed")
TRACKING_STATES = ("tracking", "uncertain", "lost")
MAX_PREVIEW = (640, 4096)


@dataclass(frozen=True)
class _Received:
    epoch: int  # names the writer: another number after a restart
    number: int  # counts the writer's values, from 1; those overwritten before they were taken are skipped
    new_epoch: bool  # the first from this writer: what came from another no longer holds


@dataclass(frozen=True)
class Status(_Received):
    """Where a run is, after every frame."""

    CHANNEL: ClassVar[str] = "status"
    VERSION: ClassVar[int] = 4

    state: str  # one of RUN_STATES
    started_unix_s: float
    stamp_ns: int  # when it was written, on time.monotonic_ns()'s clock
    frames_done: int
    frames_total: int
    dataset_index: int  # of the last frame
    timestamp_s: float  # of the last frame
    tracking: str  # one of TRACKING_STATES
    lost_frames: int
    keyframes: int
    loops: int
    corrected_poses: int  # of trajectory.txt, that replace as many of trajectory_online.txt
    camera: Pinhole
    camera_from_map: NDArray[np.float64]  # [4,4] of the last frame
    world_from_map: NDArray[np.float64]  # [4,4]
    fps: float
    track_ms: float
    map_ms: float
    gaussians: int
    map_bytes: int
    device_bytes: int
    loss: float  # of the last frame that mapping rendered, as the three below
    depth_l1_m: float
    color_l1: float
    psnr_db: float
    snapshots: int  # published so far
    is_live: bool  # frames come from a camera; the rest is of that
    camera_is_there: bool
    dropped_frames: int  # came, and nobody had time for them
    latency_ms: float  # from the last frame's arrival until its pose was known
    mapping_iterations: int  # of a mapping call, as many as there is time for
    mapping_every_frames: int  # a frame is mapped

    @property
    def world_from_camera(self) -> NDArray[np.float64]:
        """[4,4] of the last frame."""
        pose: NDArray[np.float64] = self.world_from_map @ np.linalg.inv(self.camera_from_map)
        return pose

    @classmethod
    def decode(cls, value: ChannelValue) -> "Status":
        d = PayloadDecoder(value.payload, cls.CHANNEL)
        status = cls(
            value.epoch, value.number, value.new_epoch,
            d.enum("state", RUN_STATES), d.number("started_unix_s"), d.integer("stamp_ns"), d.integer("frames_done"),
            d.integer("frames_total"), d.integer("dataset_index"), d.number("timestamp_s"),
            d.enum("tracking", TRACKING_STATES), d.integer("lost_frames"), d.integer("keyframes"), d.integer("loops"),
            d.integer("corrected_poses"), d.camera("camera"), d.pose("camera_from_map"), d.pose("world_from_map"),
            d.number("fps"), d.number("track_ms"), d.number("map_ms"), d.integer("gaussians"), d.integer("map_bytes"),
            d.integer("device_bytes"), d.number("loss"), d.number("depth_l1_m"), d.number("color_l1"),
            d.number("psnr_db"), d.integer("snapshots"), d.boolean("is_live"), d.boolean("camera_is_there"),
            d.integer("dropped_frames"), d.number("latency_ms"), d.integer("mapping_iterations"),
            d.integer("mapping_every_frames"))
        d.expect_end()
        return status


@dataclass(frozen=True)
class Gaussians(_Received):
    """The map at one instant, in its own frame. What a record of 32 bytes loses: scales 0.02 %, rotations at most 0.3
    degrees, opacities and colours 1/510, colours beyond 0 to 1 and opacities nearer to 0 and 1; means are exact."""

    CHANNEL: ClassVar[str] = "snapshot"
    VERSION: ClassVar[int] = 1

    frame: int  # mapped frame after which it was taken: its position in the run
    timestamp_s: float
    stamp_ns: int  # when mapping that frame ended
    world_from_map: NDArray[np.float64]  # [4,4]
    is_final: bool  # the run's last
    bounds_m: NDArray[np.float64]  # [2,3] lowest, highest of the means; lowest above highest: there are none
    records: NDArray[np.void] = field(repr=False)  # [N] of gaussian_record.RECORD

    def __len__(self) -> int:
        return len(self.records)

    @property
    def ids(self) -> NDArray[np.uint32]:
        """[N]: name a Gaussian from one snapshot to the next, within an epoch."""
        ids: NDArray[np.uint32] = self.records["id"]
        return ids

    def map(self) -> Dict[str, NDArray[np.float32]]:
        """By SplaTAM's names: means3D [N,3] m, rgb_colors [N,3], unnorm_rotations [N,4] w x y z (unit length),
        logit_opacities [N,1], log_scales [N,3]."""
        return unpack(self.records)

    def normals(self) -> NDArray[np.float32]:
        """[N,3]: the axis of the smallest scale, towards the camera that saw it first."""
        return normals_of(self.records)

    @classmethod
    def decode(cls, value: ChannelValue) -> "Gaussians":
        d = PayloadDecoder(value.payload, cls.CHANNEL)
        head = (d.integer("frame"), d.number("timestamp_s"), d.integer("stamp_ns"), d.pose("world_from_map"),
                d.boolean("is_final"), np.reshape(d.numbers("bounds", 6), (2, 3)))
        records = d.array("gaussians", RECORD, d.unsigned())
        d.expect_end()
        d.finite("gaussians", records["mean"])
        return cls(value.epoch, value.number, value.new_epoch, *head, records)


@dataclass(frozen=True)
class Preview(_Received):
    """A picture of what SLAM works on: input, render and depth side by side."""

    CHANNEL: ClassVar[str] = "preview"
    VERSION: ClassVar[int] = 1

    frame: int
    stamp_ns: int
    image: NDArray[np.uint8] = field(repr=False)  # [H,W,3] RGB

    @classmethod
    def decode(cls, value: ChannelValue) -> "Preview":
        d = PayloadDecoder(value.payload, cls.CHANNEL)
        frame, stamp_ns = d.integer("frame"), d.integer("stamp_ns")
        width, height = d.integer("width", 1, MAX_PREVIEW[0]), d.integer("height", 1, MAX_PREVIEW[1])
        planes = d.array("image", np.uint8, 3 * width * height)
        d.expect_end()
        image = np.ascontiguousarray(planes.reshape(3, height, width).transpose(1, 2, 0))
        return cls(value.epoch, value.number, value.new_epoch, frame, stamp_ns, image)


@dataclass(frozen=True)
class LiveMesh(_Received):
    """The mesh of a snapshot, in the map's frame; `in_world` moves it."""

    CHANNEL: ClassVar[str] = "mesh"
    VERSION: ClassVar[int] = 1

    snapshot_epoch: int
    snapshot_number: int
    frame: int  # the snapshot's
    snapshot_stamp_ns: int
    stamp_ns: int  # when the mesh was done
    world_from_map: NDArray[np.float64]  # [4,4]
    voxel_size_m: float
    update_ms: float
    updated_blocks: int
    is_final: bool  # of the run's last snapshot
    mesh: Mesh = field(repr=False)

    def in_world(self) -> Mesh:
        """The mesh in the data set's world, where trajectories and mesh.ply are."""
        rotation, translation = self.world_from_map[:3, :3], self.world_from_map[:3, 3]
        vertices = (self.mesh.vertices @ rotation.T + translation).astype(np.float32)
        normals = None if self.mesh.normals is None else (self.mesh.normals @ rotation.T).astype(np.float32)
        return Mesh(vertices, self.mesh.triangles, normals, self.mesh.colors)

    @classmethod
    def decode(cls, value: ChannelValue) -> "LiveMesh":
        d = PayloadDecoder(value.payload, cls.CHANNEL)
        head = (d.unsigned(), d.unsigned(), d.integer("frame"), d.integer("snapshot_stamp_ns"), d.integer("stamp_ns"),
                d.pose("world_from_map"), d.number("voxel_size_m"), d.number("update_ms"),
                d.integer("updated_blocks"), d.boolean("is_final"))
        vertices, triangles = d.integer("vertices", 0, 2**32 - 1), d.integer("triangles", 0, 2**32 - 1)
        has_normals, has_colors = d.boolean("has_normals"), d.boolean("has_colors")
        points = d.finite("vertices", d.array("vertices", np.float32, 3 * vertices))
        normals: Optional[NDArray[np.float32]] = None
        colors: Optional[NDArray[np.uint8]] = None
        if has_normals:
            normals = d.finite("normals", d.array("normals", np.float32, 3 * vertices)).reshape(-1, 3)
        if has_colors:
            colors = d.array("colors", np.uint8, 3 * vertices).reshape(-1, 3)
        corners = d.array("triangles", np.uint32, 3 * triangles)
        d.expect_end()
        if corners.size and corners.max() >= vertices:
            raise d.error(f"triangles: index {corners.max()}, expected below the number of vertices, {vertices}")
        mesh = Mesh(points.reshape(-1, 3), corners.reshape(-1, 3), normals, colors)
        return cls(value.epoch, value.number, value.new_epoch, *head, mesh)
