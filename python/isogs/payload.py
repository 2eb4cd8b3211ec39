# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Values of channels taken apart: shared/ipc/payload_codec.h. Each number of a head takes 8 bytes, arrays begin at
multiples of 8, and every count is checked before it is used."""

import math
import struct
from typing import Any, List, NamedTuple, Sequence

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError


class Pinhole(NamedTuple):
    """Pinhole camera; pixel centres at whole numbers."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float


class PayloadDecoder:
    """Fields and arrays of a value, one after the other."""

    def __init__(self, payload: memoryview, channel: str) -> None:
        self._payload = payload
        self._channel = channel
        self._offset = 0

    def error(self, text: str) -> IsogsError:
        return IsogsError(f"shared memory, {self._channel}: {text}")

    def integer(self, name: str, lowest: int = -2**63, highest: int = 2**63 - 1) -> int:
        value = int(self._word("=q"))
        if not lowest <= value <= highest:
            raise self.error(f"{name}: found {value}, expected {lowest} to {highest}")
        return value

    def unsigned(self) -> int:
        return int(self._word("=Q"))

    def boolean(self, name: str) -> bool:
        return self.integer(name, 0, 1) == 1

    def enum(self, name: str, names: Sequence[str]) -> str:
        return names[self.integer(name, 0, len(names) - 1)]

    def number(self, name: str) -> float:
        value = float(self._word("=d"))
        if not math.isfinite(value):
            raise self.error(f"{name}: not a finite number")
        return value

    def numbers(self, name: str, count: int) -> List[float]:
        return [self.number(name) for _ in range(count)]

    def pose(self, name: str) -> NDArray[np.float64]:
        """[4,4] of 3x4 row by row."""
        pose = np.eye(4)
        pose[:3] = np.reshape(self.numbers(name, 12), (3, 4))
        rotation = pose[:3, :3]
        if not (np.abs(rotation).max() < 2 and np.allclose(rotation.T @ rotation, np.eye(3), rtol=0, atol=1e-6)
                and np.linalg.det(rotation) > 0):
            raise self.error(f"{name}: not a rotation")
        return pose

    def camera(self, name: str) -> Pinhole:
        width, height = self.integer(name, 0, 1 << 16), self.integer(name, 0, 1 << 16)
        return Pinhole(width, height, *self.numbers(name, 4))

    def array(self, name: str, dtype: Any, count: int) -> NDArray[Any]:
        """[count]: a view of the value, which is a copy already."""
        row = np.dtype(dtype)
        left = len(self._payload) - self._offset
        if count > left // row.itemsize:
            raise self.error(f"{name}: {count} elements, expected at most the {left // row.itemsize} that there is "
                             "room for")
        values: NDArray[Any] = np.frombuffer(self._payload, row, count, self._offset)
        self._offset += min((values.nbytes + 7) // 8 * 8, left)
        return values

    def finite(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        if not np.isfinite(values).all():
            raise self.error(f"{name}: a number that is not finite")
        return values

    def expect_end(self) -> None:
        if self._offset != len(self._payload):
            raise self.error(f"{len(self._payload)} bytes, expected {self._offset}")

    def _word(self, kind: str) -> Any:
        if len(self._payload) - self._offset < 8:
            raise self.error(f"{len(self._payload)} bytes, expected more")
        value = struct.unpack_from(kind, self._payload, self._offset)[0]
        self._offset += 8
        return value
