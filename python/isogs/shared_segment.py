# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Objects in shared memory, opened read-only: shared/ipc/shared_segment.h. Owner, mode and size come from the kernel
before anything is mapped."""

import mmap
import os
import stat
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError

FOLDER = "/dev/shm"
MODE = 0o600
# Of a file that others may have put there: no link is followed, no pipe waited for.
OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Segment:
    """A mapped object. It is never resized by its writer; its name may go while it is mapped."""

    def __init__(self, name: str, descriptor: int, size: int) -> None:
        self.name = name
        self.size = size
        self._descriptor = -1
        # Each word is loaded by one instruction, as the protocol asks for.
        self.words: NDArray[np.uint64] = np.empty(0, np.uint64)
        if size >= 8:
            self.words = np.frombuffer(mmap.mmap(descriptor, size, prot=mmap.PROT_READ), np.uint64, size // 8)
        self._descriptor = descriptor  # from here on it is closed with the segment

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def is_removed(self) -> bool:
        """Whether its name is gone, or another's."""
        return os.fstat(self._descriptor).st_nlink == 0

    def check_whole(self) -> None:
        """Touching what was cut off would kill the process."""
        if os.fstat(self._descriptor).st_size < self.size:
            raise IsogsError(f"shared memory {self.name}: was cut off")

    def word(self, offset: int) -> int:
        """The word at a byte offset within the segment."""
        return int(self.words[offset // 8])


def _check_owner(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise IsogsError(f"shared memory {name}: is not an object of shared memory")
    if status.st_uid != os.geteuid():
        raise IsogsError(f"shared memory {name}: belongs to user {status.st_uid}, expected {os.geteuid()}")
    mode = stat.S_IMODE(status.st_mode) & 0o777
    if mode != MODE:
        raise IsogsError(f"shared memory {name}: has mode {mode:03o}, expected {MODE:03o}")


def open_segment(name: str) -> Optional[Segment]:
    """None if there is none. One that is still being made has size 0."""
    path = f"{FOLDER}/{name}"
    try:
        _check_owner(os.lstat(path), name)  # before opening: anybody may make a pipe here
        descriptor = os.open(path, OPEN_FLAGS)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IsogsError(f"shared memory {name}: cannot be opened: {error.strerror}") from None
    try:
        status = os.fstat(descriptor)
        _check_owner(status, name)
        return Segment(name, descriptor, status.st_size)
    except (OSError, ValueError) as error:
        os.close(descriptor)
        raise IsogsError(f"shared memory {name}: cannot be mapped: {error}") from None
    except IsogsError:
        os.close(descriptor)
        raise
