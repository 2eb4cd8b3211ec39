# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Frames that isogs.Camera pushes, as a run takes them."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import numpy as np

from package import ISOGS, ROOT
import isogs
from isogs import channel
from isogs.camera import camera_folder

WIDTH, HEIGHT = 80, 60
COLORS = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
DEPTH_MM = (1500 + 5 * np.arange(WIDTH)[None, :] + 3 * np.arange(HEIGHT)[:, None]).astype(np.uint16)
LENS = {"fx": 80.0, "fy": 80.0, "cx": 39.5, "cy": 29.5}


class Camera(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="isogs_camera_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.name = f"python-{os.getpid()}"
        self.addCleanup(shutil.rmtree, camera_folder(self.name), True)

    def refusal(self, call):
        with self.assertRaises(isogs.IsogsError) as caught:
            call()
        self.assertNotIn("\n", str(caught.exception))
        return str(caught.exception)

    def start(self, *options):
        run = subprocess.Popen(
            [ISOGS, "slam", "configs/base.yaml", "--live", self.name, "--output", self.folder / "run", "--record",
             self.folder / "frames", "--set", "mapping.iterations=2", "--set", "mapping.first_iterations=2", "--set",
             "run.pacing=all", *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=dict(os.environ, ISOGS_CHECKSUMS="1"))
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        self.said = ""
        while "waiting for camera" not in self.said:
            line = run.stdout.readline()
            self.assertNotEqual(line, "", self.said)
            self.said += line
        return run

    def finish(self, run):
        output = self.said + run.communicate(timeout=60)[0]
        self.assertEqual(run.returncode, 0, output)
        return output

    def lines(self):
        return [json.loads(line) for line in (self.folder / "run/metrics.jsonl").read_text().splitlines()]

    def wait_for(self, frames):
        """Until the run has so many: who has found the camera gets the rest."""
        deadline = time.monotonic() + 30
        while not (self.folder / "run/metrics.jsonl").exists() or len(self.lines()) < frames:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def segments(self):
        return [name for name in os.listdir("/dev/shm") if channel.session_name(camera_folder(self.name)) in name]

    def test_a_run_takes_the_frames_and_ends_with_the_camera(self):
        os.environ["ISOGS_CHECKSUMS"] = "1"
        self.addCleanup(os.environ.pop, "ISOGS_CHECKSUMS")
        run = self.start()
        with isogs.Camera(self.name, **LENS) as camera:
            for i in range(6):
                # What a colour camera gives in B, G, R, turned round without a copy.
                camera.push(COLORS[..., ::-1], DEPTH_MM, i / 30, np.eye(4))
                self.wait_for(i + 1)
        self.assertEqual(camera.pushed, 6)
        self.finish(run)
        self.assertEqual(len(self.lines()), 6)
        self.assertEqual(self.segments(), [])
        self.assertEqual((self.folder / "frames/times.txt").read_text().split(), [f"{i / 30:.17g}" for i in range(6)])
        self.assertEqual(len(isogs.Run(self.folder / "run").trajectory()), 6)

    def test_the_frames_are_those_that_were_pushed(self):
        try:
            from PIL import Image
        except ImportError:
            self.skipTest("no Pillow to read the recording with")
        for depth in (DEPTH_MM, (DEPTH_MM / 1000).astype(np.float32)):
            run = self.start("--fresh")
            with isogs.Camera(self.name, **LENS) as camera:
                camera.push(COLORS, depth, 1.0)
                self.wait_for(1)
                camera.push(np.asfortranarray(COLORS), depth[::1], 2.0)
            self.finish(run)
            frames = self.folder / "frames"
            scale = json.loads((frames / "cam_params.json").read_text())["camera"]["scale"]
            for i in range(2):
                self.assertTrue(np.array_equal(np.asarray(Image.open(frames / f"results/frame{i:06}.png")), COLORS))
                stored = np.asarray(Image.open(frames / f"results/depth{i:06}.png"))
                self.assertLessEqual(np.abs(stored / scale - DEPTH_MM / 1000).max(), 0.5001 / 6553.5)
            shutil.rmtree(frames)

    def test_an_exception_is_no_end(self):
        run = self.start()
        with self.assertRaises(ZeroDivisionError):
            with isogs.Camera(self.name, **LENS) as camera:
                camera.push(COLORS, DEPTH_MM, 1.0)
                self.wait_for(1)
                raise ZeroDivisionError
        live, deadline = isogs.follow(self.folder / "run"), time.monotonic() + 10
        status = live.status()
        while status is None or status.camera_is_there:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
            status = live.status() or status
        self.assertTrue(status.is_live)
        self.assertIsNone(run.poll())
        with isogs.Camera(self.name, **LENS) as camera:
            camera.push(COLORS, DEPTH_MM, 5.0)
            self.wait_for(2)
        self.finish(run)
        self.assertEqual(len(self.lines()), 2)

    def test_ctrl_c_ends_a_run_that_waits_for_its_camera(self):
        run = self.start()
        with isogs.Camera(self.name, **LENS) as camera:
            for i in range(3):
                camera.push(COLORS, DEPTH_MM, i / 30)
            self.wait_for(3)
            run.send_signal(signal.SIGINT)
            output = self.finish(run)
        self.assertIn("stopped by signal 2 after 3 frames; the same command goes on", output)
        self.assertTrue((self.folder / "run/params.npz").exists())

    def test_a_camera_has_one_process(self):
        with isogs.Camera(self.name, **LENS):
            self.assertIn(f"process {os.getpid()} is its camera already",
                          self.refusal(lambda: isogs.Camera(self.name, **LENS)))
        isogs.Camera(self.name, **LENS).close()

    def test_what_is_no_frame_is_one_clear_error(self):
        with isogs.Camera(self.name, **LENS) as camera:
            push = camera.push
            self.assertIn("found colours [60,80] of uint8, expected [H,W,3] of uint8",
                          self.refusal(lambda: push(COLORS[..., 0], DEPTH_MM)))
            self.assertIn("found colours [60,80,3] of float64", self.refusal(lambda: push(COLORS / 255, DEPTH_MM)))
            self.assertIn("found depth [60,80] of int64, expected [H,W] of uint16 or float32",
                          self.refusal(lambda: push(COLORS, DEPTH_MM.astype(int))))
            self.assertIn("JPEGs need width and height", self.refusal(lambda: push(b"abc", DEPTH_MM)))
            self.assertIn("stamp_s", self.refusal(lambda: push(COLORS, DEPTH_MM, float("nan"))))
            self.assertIn("world_from_camera", self.refusal(lambda: push(COLORS, DEPTH_MM, 1.0, np.ones((4, 4)))))
            push(COLORS, DEPTH_MM, 1.0)
            self.assertIn("found colours [30,80,3] and depth [60,80] of uint16, expected colours [60,80,3]",
                          self.refusal(lambda: push(COLORS[::2], DEPTH_MM, 2.0)))
        self.assertIn("is closed", self.refusal(lambda: push(COLORS, DEPTH_MM)))
        self.assertIn("name of a camera: found 'a/b'", self.refusal(lambda: isogs.Camera("a/b", **LENS)))
        self.assertIn("depth_scale", self.refusal(lambda: isogs.Camera(self.name, depth_scale=0, **LENS)))
        self.assertIn("slots", self.refusal(lambda: isogs.Camera(self.name, slots=2, **LENS)))
        self.assertEqual(self.segments(), [])


if __name__ == "__main__":
    unittest.main()
