# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Shared memory that no writer of this version would leave: one clear error each, and nothing crashes."""

import mmap
import multiprocessing
import os
import pathlib
import random
import struct
import tempfile
import time
import unittest

import numpy as np

import writer
from writer import Writer
import isogs
from isogs import channel
from isogs.live_values import Gaussians, LiveMesh, Preview, Status

KINDS = {"status": (Status, writer.status), "gaussians": (Gaussians, writer.snapshot),
         "preview": (Preview, writer.preview), "mesh": (LiveMesh, writer.mesh)}


def publish_for_ever(path, slot_bytes):
    """Values of one repeated byte, as fast as it goes; killed by the test."""
    with open(path, "r+b") as file:
        words = np.frombuffer(mmap.mmap(file.fileno(), 0), np.uint64)
    for number in range(4, 1 << 40):
        slot = (128 + number % 3 * slot_bytes) // 8
        words[slot] = 2 * number - 1
        payload = words[slot + 8 + 4:slot + slot_bytes // 8]  # behind the head, which stays
        payload[:] = number % 251 * 0x0101010101010101
        words[slot] = 2 * number
        words[8] = number


class Hostile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="isogs_hostile_")
        self.addCleanup(folder.cleanup)
        self.run_folder = pathlib.Path(folder.name)
        self.live = isogs.follow(self.run_folder)

    def writer(self, method, **options):
        kind = KINDS[method][0]
        made = Writer(self.run_folder, kind.CHANNEL, kind.VERSION, **options)
        self.addCleanup(made.remove)
        return made

    def refusal(self, method="status"):
        with self.assertRaises(isogs.IsogsError) as caught:
            getattr(self.live, method)()
        self.assertNotIn("\n", str(caught.exception))
        return str(caught.exception)

    def patched(self, part, offset, value, method="status"):
        """What is said of a segment with one other word."""
        made = self.writer(method).put(KINDS[method][1]())
        struct.pack_into("=Q", getattr(made, part), offset if offset >= 0 else made.slot(1) + ~offset, value)
        made.store()
        return self.refusal(method)

    def test_takes_each_value_once(self):
        for method, (_, payload) in KINDS.items():
            made = self.writer(method).put(payload()).store()
            value = getattr(self.live, method)()
            self.assertEqual((value.epoch, value.number, value.new_epoch), (77, 1, True))
            self.assertIsNone(getattr(self.live, method)())
            made.put(payload()).store()  # another object of the same writer
            self.assertEqual((getattr(self.live, method)().new_epoch), False)
            Writer(self.run_folder, value.CHANNEL, value.VERSION, epoch=78).put(payload(), False).store()
            self.assertEqual((getattr(self.live, method)().new_epoch), True)
            made.remove()
            self.assertIsNone(getattr(self.live, method)())
        self.assertGreaterEqual(self.live.heartbeat_age_s() or 0, 0)

    def test_follows_larger_values(self):
        made = self.writer("gaussians").put(writer.snapshot(2)).store()
        self.assertEqual(len(self.live.gaussians()), 2)
        for count in (50, 1, 400):
            made.put(writer.snapshot(count)).store()
            self.assertEqual(len(self.live.gaussians()), count)

    def test_other_versions_are_one_clear_error(self):
        self.assertIn("found layout version 3, expected 2; this package and all",
                      self.patched("control", channel.VERSION, 3))
        self.assertIn("found layout version 9, expected 2", self.patched("data", channel.VERSION, 9))
        self.assertIn("found values of version 5, expected 4", self.patched("control", channel.PAYLOAD_VERSION, 5))

    def test_what_is_no_segment(self):
        self.assertIn("expected a control segment", self.patched("control", 0, 5))
        self.assertIn("expected a data segment", self.patched("data", 0, 5))
        self.assertIn("found epoch 0", self.patched("control", channel.EPOCH, 0))
        self.assertIn("belong to another writer", self.patched("data", channel.DATA_EPOCH, 5))
        self.assertIn("found slots of", self.patched("data", channel.DATA_CAPACITY, 1 << 40))
        self.assertIn("holds sequence number 1 ", self.patched("data", ~0, 1))
        self.assertIn("and at most", self.patched("data", ~8, 1 << 63))
        self.assertIn("does not have the checksum", self.patched("data", ~16, 12345))

    def test_one_that_is_being_made_is_not_there_yet(self):
        made = self.writer("status").put(writer.status())
        struct.pack_into("=Q", made.control, 0, 0)
        made.store()
        self.assertIsNone(self.live.status())
        made.control.clear()
        made.store()
        self.assertIsNone(self.live.status())

    def test_cut_off(self):
        made = self.writer("status").put(writer.status())
        control, data = writer.SHM / made.name, writer.SHM / f"{made.name}.1"
        for path, size, said in ((control, 100, "found 100 bytes, expected 4160"), (data, 70, "found 70 bytes of data"),
                                 (data, len(made.data) - 64, "found slots of")):
            made.store()
            os.truncate(path, size)
            self.assertIn(said, self.refusal())
        for path in (control, data):  # after it was mapped: the kernel would kill who touches it
            made.store()
            self.live.status()
            os.truncate(path, 0)
            self.assertIn("was cut off", self.refusal())
        made.store()
        self.assertEqual(self.live.status().frames_done, 7)  # later calls look at it afresh

    def test_other_users_and_modes(self):
        made = self.writer("status").put(writer.status()).store(mode=0o644)
        self.assertIn("has mode 644, expected 600", self.refusal())
        made.remove()
        os.mkfifo(writer.SHM / made.name, 0o600)
        self.assertIn("is not an object of shared memory", self.refusal())
        os.unlink(writer.SHM / made.name)
        os.symlink("/etc/hostname", writer.SHM / made.name)
        self.assertIn("is not an object of shared memory", self.refusal())
        if os.geteuid() == 0:
            made.store()
            os.chown(writer.SHM / made.name, 12345, -1)
            self.assertIn("belongs to user 12345, expected 0", self.refusal())

    def test_values_that_cannot_be(self):
        cases = [("status", writer.status(state=9), "state: found 9, expected 0 to 4"),
                 ("status", writer.status(pose=2 * writer.IDENTITY), "camera_from_map: not a rotation"),
                 ("status", writer.status()[:-8], "bytes, expected more"),
                 ("status", writer.status() + b"\0" * 8, "bytes, expected"),
                 ("status", b"", "0 bytes, expected more"),
                 ("gaussians", writer.snapshot(mean=np.nan), "gaussians: a number that is not finite"),
                 ("gaussians", writer.snapshot(stated=-1), "18446744073709551615 elements, expected at most the 5"),
                 ("preview", writer.preview(width=641), "width: found 641, expected 1 to 640"),
                 ("preview", writer.preview(height=4096), "image: 49152 elements"),
                 ("mesh", writer.mesh(corners=(0, 1, 3)), "index 3, expected below the number of vertices, 3"),
                 ("mesh", writer.mesh(position=np.inf), "vertices: a number that is not finite"),
                 ("mesh", writer.mesh()[:-16], "triangles: 3 elements")]
        for method, payload, said in cases:
            self.writer(method).put(payload).store()
            with self.subTest(said):
                self.assertIn(said, self.refusal(method))

    def test_values_are_whole_while_the_writer_goes_on(self):
        payload = writer.preview(640, 300, bytes(640 * 300 * 3))
        made = self.writer("preview").put(payload, False).put(payload, False).put(payload, False).store()
        process = multiprocessing.get_context("fork").Process(
            target=publish_for_ever, args=(writer.SHM / f"{made.name}.1", 64 + made.capacity))
        process.start()
        self.addCleanup(process.join)
        self.addCleanup(process.kill)
        numbers, end = [], time.monotonic() + 0.5
        while time.monotonic() < end:
            value = self.live.preview()
            if value is not None:
                numbers.append(value.number)
                if value.number > 3:
                    self.assertEqual(set(np.unique(value.image)), {value.number % 251})
        self.assertEqual(numbers, sorted(numbers))
        self.assertGreater(len(numbers), 3)

    def test_mutations_are_values_or_errors(self):
        rng, taken = random.Random(1), 0
        for turn in range(400):
            method = rng.choice(list(KINDS))
            made = self.writer(method).put(KINDS[method][1](), with_checksum=False)
            for _ in range(rng.randint(1, 3)):
                part = rng.choice([made.control, made.data])
                end = 48 if part is made.control else len(part)
                struct.pack_into("=Q", part, rng.randrange(end // 8) * 8,
                                 rng.choice([0, 1, 3, 255, 2**31, 2**63, 2**64 - 1, rng.getrandbits(64)]))
            made.store()
            live = isogs.follow(self.run_folder)
            try:
                value = getattr(live, method)()
                taken += value is not None
            except isogs.IsogsError as error:
                self.assertNotIn("\n", str(error), turn)
        self.assertGreater(taken, 20)


if __name__ == "__main__":
    unittest.main()
