# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Kills camera, SLAM, mesher and supervisor of a live run at random moments, ISOGS_FAULT_KILLS times: no frame is torn, the run goes
on from its recording and ends when the camera says so, and nothing is left."""

import collections
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "python"))
from isogs import channel  # noqa: E402
from isogs.camera import camera_folder  # noqa: E402

ISOGS = pathlib.Path(os.environ.get("ISOGS_BIN", ROOT / "build/cpu/bin")).resolve() / "isogs"
SAMPLE = ROOT / "datasets/sample"
KILLS = int(os.environ.get("ISOGS_FAULT_KILLS", "12"))
ENVIRONMENT = dict(os.environ, ISOGS_CHECKSUMS="1", PYTHONPATH=str(ROOT / "python"))


class Storm:
    def __init__(self, folder, seed):
        self.folder, self.random = pathlib.Path(folder), random.Random(seed)
        self.run, self.record, self.name = self.folder / "run", self.folder / "frames", f"storm-{os.getpid()}"
        self.output = open(self.folder / "output.txt", "ab")
        self.kills = collections.Counter()
        self.started = []

    def start_camera(self):
        return self.start([sys.executable, str(ROOT / "examples/push_folder.py"), str(SAMPLE), self.name, "30", "1000"])

    def start_run(self):
        return self.start(
            [str(ISOGS), "run", str(ROOT / "configs/demo.yaml"), "--live", self.name, "--record", str(self.record),
             "--output", str(self.run), "--no-viewer", "--set", "dataset.width=80", "--set", "mapping.iterations=6",
             "--set", "mapping.first_iterations=6", "--set", "checkpoint.every_frames=5", "--set", "publish.interval_ms=0",
             "--set", "run.max_restarts=100000"])

    def start(self, command):
        self.started.append(subprocess.Popen(command, env=ENVIRONMENT, stdout=self.output, stderr=self.output))
        return self.started[-1]

    def end(self):
        """Whatever went wrong, nobody stays."""
        for process in self.started:
            process.kill()
            process.wait()
        self.output.close()

    def kill_role(self, role):
        try:
            pid = int((self.run / f".lock.{role}").read_text())
            if ISOGS.parent != pathlib.Path(os.readlink(f"/proc/{pid}/exe")).parent:
                return
            os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError):
            return
        self.kills[role] += 1

    def rage(self, kills):
        camera, run = self.start_camera(), self.start_run()
        while sum(self.kills.values()) < kills:
            time.sleep(0.05 + 0.5 * self.random.random())
            victim = self.random.choice(("camera", "camera", "slam", "slam", "mesher", "supervisor"))
            if victim == "camera":
                camera.kill()
                camera.wait()
                self.kills[victim] += 1
                camera = self.start_camera()
            else:
                self.kill_role(victim)
            if run.poll() is not None:
                run = self.start_run()
        camera.kill()
        camera.wait()
        camera = self.start_camera()
        self.wait_for_frames(camera, run)
        camera.send_signal(signal.SIGINT)
        camera.wait()
        return run.wait(timeout=120)

    def recorded(self):
        times = self.record / "times.txt"
        return len(times.read_bytes().splitlines()) if times.exists() else 0

    def wait_for_frames(self, camera, run):
        """Until the run has some of the last camera's."""
        count, since = self.recorded(), time.monotonic()
        while self.recorded() < count + 10:
            assert run.poll() is None and camera.poll() is None, "ended before its camera"
            assert time.monotonic() - since < 60, "the run takes no frames"
            time.sleep(0.05)


class LiveStorm(unittest.TestCase):
    def test_nothing_is_torn_and_nothing_left(self):
        with tempfile.TemporaryDirectory(prefix="isogs_live_storm_") as folder:
            storm = Storm(folder, int(os.environ.get("ISOGS_FAULT_SEED", "1")))
            try:
                code = storm.rage(KILLS)
            finally:
                storm.end()
            output = (storm.folder / "output.txt").read_text(errors="replace")
            self.assertEqual(code, 0, output[-4000:])
            self.assertNotIn("shared memory", output)
            self.check_frames(storm.record)
            frames = len((storm.run / "metrics.jsonl").read_text().splitlines())
            self.assertEqual(frames, len(list((storm.record / "results").glob("depth*.png"))))
            self.assertTrue((storm.run / "params.npz").exists())
            meets = camera_folder(storm.name)
            for place in (storm.run, meets):
                left = [name for name in os.listdir("/dev/shm") if channel.session_name(place) in name]
                self.assertEqual(left, [])
            for file in pathlib.Path(meets).iterdir():
                file.unlink()
            os.rmdir(meets)
            print(f"kills {sum(storm.kills.values())}: {dict(storm.kills)}; {frames} frames, none torn")

    def check_frames(self, record):
        """Each is one of the sample's, colour and depth of one."""
        by_color = {path.read_bytes(): int(path.stem[5:]) for path in (SAMPLE / "results").glob("frame*.jpg")}
        depths = {int(path.stem[5:]): np.asarray(Image.open(path)) for path in (SAMPLE / "results").glob("depth*.png")}
        for color in sorted((record / "results").glob("frame*.jpg")):
            depth = np.asarray(Image.open(color.with_name(color.stem.replace("frame", "depth") + ".png")))
            self.assertTrue(np.array_equal(depth, depths[by_color[color.read_bytes()]]), color)


if __name__ == "__main__":
    unittest.main()
