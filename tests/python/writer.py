# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A writer of shared memory for tests: segments as SLAM would make them, or with whatever faults a test puts in."""

import os
import pathlib
import struct

import numpy as np

from package import ROOT  # noqa: F401, makes isogs importable
from isogs import channel, gaussian_record

SHM = pathlib.Path("/dev/shm")
IDENTITY = np.eye(4)[:3].reshape(-1)


def words(*values):
    return b"".join(struct.pack("=d" if isinstance(value, float) else "=q", value) for value in values)


def status(state=1, pose=IDENTITY):
    return (words(state, 0.0, 0, 7, 9, 7, 0.5, 0, 0, 2, 0, 0, 320, 240, 300.0, 300.0, 160.0, 120.0)
            + words(*map(float, pose)) + words(*map(float, IDENTITY)) + words(1.0, 2.0, 3.0, 5, 280, 0)
            + words(0.0, 0.0, 0.0, 0.0, 3) + words(1, 1, 2, 12.5, 16, 5))


def snapshot(count=5, stated=None, mean=0.0):
    records = np.zeros(count, gaussian_record.RECORD)
    records["mean"] = mean
    return (words(3, 0.25, 0) + words(*map(float, IDENTITY)) + words(0) + words(1.0, 1.0, 1.0, -1.0, -1.0, -1.0)
            + words(count if stated is None else stated) + records.tobytes())


def preview(width=4, height=2, pixels=b"\x01" * 24):
    return words(1, 0, width, height) + pixels


def mesh(vertices=3, corners=(0, 1, 2), position=0.0):
    points = np.full(3 * vertices, position, np.float32).tobytes()
    pad = b"\0" * 4
    return (words(1, 1, 1, 0, 0) + words(*map(float, IDENTITY)) + words(0.02, 1.0, 1, 0) + words(vertices, 1, 0, 1)
            + points + pad + b"\x05" * 9 + b"\0" * 7 + np.array(corners, np.uint32).tobytes() + pad)


class Writer:
    """Publishes values of one channel. `control` and `data` may be changed before `store`."""

    def __init__(self, run, name, payload_version, epoch=77):
        self.name = f"isogs.{channel.session_name(run)}.{name}"
        self.epoch, self.number, self.generation = epoch, 0, 0
        self.control = bytearray(channel.CONTROL_BYTES)
        struct.pack_into("=6Q", self.control, 0, channel.CONTROL_MAGIC, channel.LAYOUT_VERSION, payload_version, epoch,
                         0, 1)
        self.data = bytearray()

    def slot(self, number):
        return 128 + number % 3 * (64 + self.capacity)

    def grow(self, capacity):
        self.capacity = capacity
        self.generation += 1
        self.data = bytearray(128 + 3 * (64 + capacity))
        struct.pack_into("=6Q", self.data, 0, channel.DATA_MAGIC, channel.LAYOUT_VERSION, self.epoch, self.generation,
                         capacity, 3)
        struct.pack_into("=Q", self.control, channel.GENERATION, self.generation)

    def put(self, payload, with_checksum=True):
        """Into the bytes to store; a value beyond the capacity opens the next generation."""
        if not self.data or len(payload) > self.capacity:
            self.grow((len(payload) + 63) // 64 * 64)
        self.number += 1
        slot = self.slot(self.number)
        padded = np.frombuffer(payload + b"\0" * (-len(payload) % 8), np.uint64)
        total = channel.checksum(padded) if with_checksum else 0
        struct.pack_into("=3Q", self.data, slot, 2 * self.number, len(payload), total)
        self.data[slot + 64:slot + 64 + len(payload)] = payload
        struct.pack_into("=Q", self.data, 64, self.number)
        return self

    def store(self, mode=0o600):
        """As new objects, as a writer that starts would."""
        self.remove()
        for name, content in ((f"{self.name}.{self.generation}", self.data), (self.name, self.control)):
            path = SHM / name
            path.write_bytes(content)
            path.chmod(mode)
        return self

    def remove(self):
        for path in SHM.glob(f"{self.name}*"):
            os.unlink(path)
