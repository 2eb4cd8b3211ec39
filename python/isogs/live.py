# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A run under way, followed through shared memory."""

import fcntl
import os
import pathlib
import time
from typing import Iterator, Optional, Type, TypeVar, Union

from isogs.channel import ChannelReader
from isogs.errors import IsogsError
from isogs.live_values import Gaussians, LiveMesh, Preview, Status
from isogs.shared_segment import OPEN_FLAGS

_Value = TypeVar("_Value", Status, Gaussians, Preview, LiveMesh)


class Live:
    """The newest of what a run publishes. Each method returns a value once and None while there is nothing newer;
    none waits, and SLAM never waits for this. May be made before the run starts, and goes on with the next SLAM after
    one has died. What cannot be used (another version's, another user's, damaged) is an IsogsError. For one thread
    at a time."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self.path = pathlib.Path(path)
        self._status, self._gaussians, self._preview, self._mesh = (
            ChannelReader(path, kind.CHANNEL, kind.VERSION) for kind in (Status, Gaussians, Preview, LiveMesh))

    def __repr__(self) -> str:
        return f"isogs.follow({str(self.path)!r})"

    def status(self) -> Optional[Status]:
        """Where the run is, after every frame."""
        return _take(self._status, Status)

    def gaussians(self) -> Optional[Gaussians]:
        """The map, at intervals of publish.interval_ms: `.map()` has SplaTAM's names."""
        return _take(self._gaussians, Gaussians)

    def preview(self) -> Optional[Preview]:
        """Input, render and depth side by side: `.image` [H,W,3]."""
        return _take(self._preview, Preview)

    def mesh(self) -> Optional[LiveMesh]:
        """The mesh, where a mesher is at work (isogs run): `.in_world()` as mesh.ply has it."""
        return _take(self._mesh, LiveMesh)

    def heartbeat_age_s(self) -> Optional[float]:
        """Since SLAM last said that it is at work; None while its status has not been seen."""
        beat = self._status.heartbeat_ns()
        return None if beat is None else max(0, time.monotonic_ns() - beat) / 1e9

    def is_running(self) -> bool:
        """Whether SLAM, or a supervisor that would start it again, is there."""
        return any(self._is_held(role) for role in ("slam", "supervisor"))

    def statuses(self, poll_s: float = 0.1, timeout_s: Optional[float] = None) -> Iterator[Status]:
        """Each new status, until the run is finished or failed, or its SLAM ended and nobody starts it again. Waits
        for a run that has not started; `timeout_s` of nothing new is an IsogsError."""
        started = False
        since = time.monotonic()
        while True:
            running = self.is_running()  # before looking: what was published before the end is still taken
            status = self.status()
            if status is not None:
                started, since = True, time.monotonic()
                yield status
            if (status is not None and status.state in ("finished", "failed")) or (
                    status is None and started and not running):
                return
            if timeout_s is not None and time.monotonic() - since > timeout_s:
                raise IsogsError(f"{self.path}: no new status for {timeout_s:g} s")
            time.sleep(poll_s)

    def _is_held(self, role: str) -> bool:
        """A role is held by a lock that the kernel drops when its holder dies."""
        try:
            descriptor = os.open(self.path / f".lock.{role}", OPEN_FLAGS)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise IsogsError(f"{self.path}/.lock.{role}: cannot be opened: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # for microseconds; who wants the role tries longer
            return False
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)


def _take(reader: ChannelReader, kind: Type[_Value]) -> Optional[_Value]:
    value = reader.take_latest()
    return None if value is None else kind.decode(value)


def follow(path: Union[str, "os.PathLike[str]"]) -> Live:
    """Follows the run whose folder `path` is (or will be), by shared memory, on this machine and as its user."""
    return Live(path)
