# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""The reading end of a channel: ARCHITECTURE.md, "Between processes"; shared/ipc/channel_layout.h and slot_ring.h.

Values are numbered from 1; of s slots, value n lies in slot n % s, whose sequence number is 2n - 1 while it is written and 2n
after. The reader copies, and keeps what had 2n both before and after. It writes nothing, so no writer ever waits.
"""

import os
import threading
from dataclasses import dataclass
from typing import Optional, Union

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError
from isogs.shared_segment import Segment, open_segment

LAYOUT_VERSION = 2
CONTROL_MAGIC = 0x6C746353476F7349  # "IsoGSctl"
DATA_MAGIC = 0x74616453476F7349  # "IsoGSdat"
# Byte offsets: ControlBlock, DataBlock (both aligned to 64), then the ring's `latest` and its slots.
CONTROL_BYTES = 64 + 4096
VERSION, PAYLOAD_VERSION, EPOCH, GENERATION, HEARTBEAT = 8, 16, 24, 32, 40
DATA_EPOCH, DATA_GENERATION, DATA_CAPACITY, DATA_SLOTS = 16, 24, 32, 40
DATA_BYTES = RING_BYTES = SLOT_BYTES = 64
FEWEST_SLOTS, MOST_SLOTS = 3, 4096
# How often another writer, or a larger value, may get in between before a later call has to look again.
ATTEMPTS = 10

_lock = threading.Lock()


def fence() -> None:
    """Keeps loads and stores before it before those after it, where the processor might not: taking a lock synchronises memory.
    On x86-64 they stay in order anyway."""
    for _ in range(2):
        with _lock:
            pass


def session_name(run: Union[str, "os.PathLike[str]"]) -> str:
    """16 digits made from the real path of the run's folder: FNV-1a."""
    value = 0xCBF29CE484222325
    for byte in os.fsencode(os.path.realpath(run)):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def checksum(words: NDArray[np.uint64]) -> int:
    """Of a value whose last word is filled with zeros; 0 would mean that there is none."""
    places = np.arange(1, len(words) + 1, dtype=np.uint64)
    mixed = words + places * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return int(np.sum(mixed ^ (mixed >> np.uint64(32)), dtype=np.uint64)) or 1


@dataclass(frozen=True)
class ChannelValue:
    """A value as it came out of a channel, whole; what it says is not yet checked."""

    payload: memoryview
    epoch: int  # names the writer
    number: int  # counts its values, from 1
    new_epoch: bool  # the first from this writer: what came from another no longer holds


class ChannelReader:
    """May be made before the writer and outlive it, and finds the next one by itself. For one thread at a time."""

    def __init__(self, run: Union[str, "os.PathLike[str]"], channel: str, payload_version: int) -> None:
        self.name = f"isogs.{session_name(run)}.{channel}"
        self._payload_version = payload_version
        self._last_epoch = 0
        self._drop()

    def take_latest(self) -> Optional[ChannelValue]:
        """The latest value, if it has not been taken yet. Never waits. An IsogsError says what cannot be used;
        later calls look at it afresh."""
        try:
            for _ in range(ATTEMPTS):
                if self._control is None and not self._open_control():
                    return None
                assert self._control is not None
                had_ended = self._control.is_removed()  # before looking: all that will ever come is there
                value, again = self._take()
                if value is not None:
                    return value
                if had_ended:
                    self._drop()
                elif not again:
                    return None
            return None
        except IsogsError:
            self._drop()
            raise

    def heartbeat_ns(self) -> Optional[int]:
        """When the writer last published or said that it is at work, on time.monotonic_ns()'s clock."""
        if self._control is None:
            return None
        self._control.check_whole()
        return self._control.word(HEARTBEAT)

    def _drop(self) -> None:
        self._control: Optional[Segment] = None
        self._data: Optional[Segment] = None
        self._epoch = self._generation = self._number = self._capacity = self._slots = 0

    def _open_control(self) -> bool:
        segment = open_segment(self.name)
        if segment is None or segment.size == 0:
            return False
        if segment.size < CONTROL_BYTES:
            raise self._error(f"found {segment.size} bytes, expected {CONTROL_BYTES}")
        magic = segment.word(0)
        if magic == 0:  # still being made
            return False
        if magic != CONTROL_MAGIC:
            raise self._error("found something else, expected a control segment of IsoGS")
        fence()
        self._check_version("layout version", segment.word(VERSION), LAYOUT_VERSION)
        self._check_version("values of version", segment.word(PAYLOAD_VERSION), self._payload_version)
        if segment.word(EPOCH) == 0:
            raise self._error("found epoch 0, expected another number")
        self._control, self._epoch = segment, segment.word(EPOCH)
        return True

    def _open_data(self, control: Segment, generation: int) -> Optional[Segment]:
        """None: it is gone, or another writer's."""
        if self._data is not None and self._generation == generation:
            return self._data
        self._data = None
        segment = open_segment(f"{self.name}.{generation}")
        if segment is None:
            return None
        least = DATA_BYTES + RING_BYTES + FEWEST_SLOTS * SLOT_BYTES
        if segment.size < least:
            raise self._error(f"found {segment.size} bytes of data, expected at least {least}")
        if segment.word(0) != DATA_MAGIC:
            raise self._error("found something else, expected a data segment of IsoGS")
        fence()
        self._check_version("layout version", segment.word(VERSION), LAYOUT_VERSION)
        slots = segment.word(DATA_SLOTS)
        if not FEWEST_SLOTS <= slots <= MOST_SLOTS:
            raise self._error(f"found {slots} slots, expected {FEWEST_SLOTS} to {MOST_SLOTS}")
        capacity = segment.word(DATA_CAPACITY)
        largest = max(0, (segment.size - DATA_BYTES - RING_BYTES) // slots - SLOT_BYTES)
        if capacity > largest or capacity % 64:
            raise self._error(f"found slots of {capacity} bytes, expected a multiple of 64, at most {largest}")
        if (segment.word(DATA_EPOCH), segment.word(DATA_GENERATION)) != (self._epoch, generation):
            if control.is_removed():
                return None
            raise self._error("its data belong to another writer")
        self._data, self._generation, self._capacity, self._slots = segment, generation, capacity, slots
        return segment

    def _take(self) -> "tuple[Optional[ChannelValue], bool]":
        """A value; or None and whether to try again."""
        assert self._control is not None
        self._control.check_whole()
        generation = self._control.word(GENERATION)
        if generation == 0:
            return None, False
        fence()
        data = self._open_data(self._control, generation)
        if data is None:
            return None, True
        data.check_whole()
        number = data.word(DATA_BYTES)
        if number in (0, self._number):
            return None, False
        payload = self._copy(data, number)
        if payload is None:
            return None, True
        self._number = number
        value = ChannelValue(payload, self._epoch, number, self._epoch != self._last_epoch)
        self._last_epoch = self._epoch
        return value, False

    def _copy(self, data: Segment, number: int) -> Optional[memoryview]:
        """None if the writer overtook the copy."""
        slot = DATA_BYTES + RING_BYTES + number % self._slots * (SLOT_BYTES + self._capacity)
        fence()
        before, size, stored_sum = data.word(slot), data.word(slot + 8), data.word(slot + 16)
        if before == 2 * number and size <= self._capacity:
            fence()
            begin = (slot + SLOT_BYTES) // 8
            words = data.words[begin:begin + (size + 7) // 8].copy()
            fence()
            if data.word(slot) == before:
                copied = words.view(np.uint8)
                copied[size:] = 0
                if stored_sum not in (0, checksum(words)):
                    raise self._error(f"value {number} does not have the checksum it was written with")
                return copied[:size].data
        # The slot is written again only after two more values, so a writer's `latest` has moved.
        if data.word(DATA_BYTES) == number:
            raise self._error(f"slot of value {number} holds sequence number {before} and {size} bytes, "
                              f"expected {2 * number} and at most {self._capacity}")
        return None

    def _check_version(self, what: str, found: int, expected: int) -> None:
        if found != expected:
            raise self._error(f"found {what} {found}, expected {expected}; "
                              "this package and all processes of a run must be of one IsoGS")

    def _error(self, text: str) -> IsogsError:
        return IsogsError(f"shared memory {self.name}: {text}")
