# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""The writing end of a channel: ARCHITECTURE.md, "Between processes"; shared/ipc/channel_writer.h, slot_ring.h and
role_lock.h. Readers only read, so nothing here ever waits for one."""

import fcntl
import mmap
import os
import secrets
import struct
import time
from typing import List, Sequence

import numpy as np
from numpy.typing import NDArray

from isogs import channel
from isogs.channel import fence
from isogs.errors import IsogsError
from isogs.shared_segment import FOLDER, MODE

LOCK_ATTEMPTS = 20  # whoever asks for its holder holds a lock for microseconds
LOCK_PAUSE_S = 0.005


def _check_is_ours(path: str) -> None:
    status = os.lstat(path)
    if status.st_uid != os.geteuid():
        raise IsogsError(f"{path}: belongs to user {status.st_uid}, expected {os.geteuid()}")


class RoleLock:
    """The right to a role in a folder, while the object is not closed. The kernel drops it when the process dies."""

    def __init__(self, folder: str, role: str) -> None:
        path = f"{folder}/.lock.{role}"
        self._descriptor = -1
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, MODE)
        except OSError as error:
            raise IsogsError(f"{path}: cannot be opened: {error.strerror}") from None
        try:
            _check_is_ours(path)
            for _ in range(LOCK_ATTEMPTS):
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(LOCK_PAUSE_S)
            else:
                holder = os.pread(descriptor, 16, 0).decode("ascii", "replace").strip()
                raise IsogsError(f"{folder}: process {holder or '?'} is its {role} already, expected none")
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


class _NewSegment:
    """A new object in shared memory, zeroed, its pages reserved."""

    def __init__(self, name: str, size: int) -> None:
        path = f"{FOLDER}/{name}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
        except OSError as error:
            raise IsogsError(f"shared memory {name}: cannot be made: {error.strerror}") from None
        try:
            os.posix_fallocate(descriptor, 0, size)
            self.bytes: NDArray[np.uint8] = np.frombuffer(mmap.mmap(descriptor, size), np.uint8)
        except OSError as error:
            os.unlink(path)
            raise IsogsError(f"shared memory {name}: needs {(size >> 20) + 1} MiB in {FOLDER}: "
                             f"{error.strerror}") from None
        finally:
            os.close(descriptor)
        self.words: NDArray[np.uint64] = self.bytes.view(np.uint64)


class ChannelWriter:
    """Publishes values of up to `capacity` bytes, of which the latest `slots` - 1 are kept. For one thread at a time."""

    def __init__(self, folder: str, name: str, payload_version: int, capacity: int, slots: int) -> None:
        self._name = f"isogs.{channel.session_name(folder)}.{name}"
        self._capacity = (capacity + 63) // 64 * 64
        self._slots = slots
        self._number = 0
        self._with_checksums = os.environ.get("ISOGS_CHECKSUMS") == "1"
        self.remove()  # what a writer before left
        epoch = secrets.randbits(63) | 1
        control = _NewSegment(self._name, channel.CONTROL_BYTES)
        path = os.fsencode(os.path.realpath(folder))
        control.words[1:8] = (channel.LAYOUT_VERSION, payload_version, epoch, 0, time.monotonic_ns(), os.getpid(),
                              len(path))
        control.bytes[64:64 + len(path)] = np.frombuffer(path, np.uint8)
        fence()
        control.words[0] = channel.CONTROL_MAGIC
        self._control = control
        slot_bytes = channel.SLOT_BYTES + self._capacity
        data = _NewSegment(f"{self._name}.1", channel.DATA_BYTES + channel.RING_BYTES + slots * slot_bytes)
        data.words[1:6] = (channel.LAYOUT_VERSION, epoch, 1, self._capacity, slots)
        fence()
        data.words[0] = channel.DATA_MAGIC
        self._data = data

    @property
    def capacity(self) -> int:
        return self._capacity

    def publish(self, parts: "Sequence[NDArray[np.generic]]") -> None:
        """Makes a value of `parts` the latest; each begins at a multiple of 8 bytes. They may have any strides."""
        sizes = [part.nbytes for part in parts]
        size = sum((one + 7) // 8 * 8 for one in sizes[:-1]) + sizes[-1]
        if size > self._capacity:
            raise IsogsError(f"shared memory {self._name}: a value of {size} bytes, expected at most {self._capacity}")
        number = self._number + 1
        slot = channel.DATA_BYTES + channel.RING_BYTES + number % self._slots * (channel.SLOT_BYTES + self._capacity)
        head = self._data.words[slot // 8:slot // 8 + 3]
        head[0] = 2 * number - 1
        fence()
        head[1] = size
        begin = offset = slot + channel.SLOT_BYTES
        for part in parts:
            end = offset + part.nbytes
            self._data.bytes[offset:end].view(part.dtype).reshape(part.shape)[...] = part
            padded = begin + (end - begin + 7) // 8 * 8
            self._data.bytes[end:padded] = 0
            offset = padded
        words = self._data.words[begin // 8:offset // 8]
        head[2] = channel.checksum(words) if self._with_checksums else 0
        fence()
        head[0] = 2 * number
        fence()
        self._data.words[channel.DATA_BYTES // 8] = number
        self._number = number
        if number == 1:
            fence()
            self._control.words[channel.GENERATION // 8] = 1
        self._control.words[channel.HEARTBEAT // 8] = time.monotonic_ns()

    def remove(self) -> None:
        """Unlinks the segments, the control segment last; who has them mapped keeps them."""
        names: List[str] = [name for name in os.listdir(FOLDER) if name.startswith(f"{self._name}.")]
        for name in [*names, self._name]:
            try:
                os.unlink(f"{FOLDER}/{name}")
            except FileNotFoundError:
                pass
            except OSError as error:
                raise IsogsError(f"shared memory {name}: cannot be removed: {error.strerror}") from None


def head_words(*values: "float | int | bool") -> NDArray[np.uint8]:
    """Numbers of a value's head, 8 bytes each."""
    return np.frombuffer(b"".join(struct.pack("=d" if isinstance(value, float) else "=q", value) for value in values),
                         np.uint8)
