# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A real run followed: SLAM is killed, goes on, and finishes; a mesher makes its mesh."""

import fcntl
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import numpy as np

from package import ISOGS
import isogs

PATIENCE_S = 60
FRAMES = 20
STEP = 1 / 510 + 1e-6


class Followed:
    """All that is received of a run."""

    def __init__(self, folder):
        self.run = folder
        self.live = isogs.follow(folder)
        self.status, self.gaussians, self.preview, self.mesh = [], [], [], []

    def look(self):
        for name in ("status", "gaussians", "preview", "mesh"):
            value = getattr(self.live, name)()
            if value is not None:
                getattr(self, name).append(value)

    def until(self, condition, process):
        """Looks until then; `process` must not fail meanwhile."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end or process.poll() not in (None, 0):
                raise AssertionError(f"nothing came: {len(self.status)} statuses, {len(self.gaussians)} snapshots")
            self.look()
            time.sleep(0.01)

    def start(self, *words):
        return subprocess.Popen([ISOGS, *words], stdout=subprocess.DEVNULL)


def follow_a_run(folder, stop):
    """A SLAM that dies and one that goes on, a mesher; `stop` takes what to do at the end."""
    # As a supervisor does, so that SLAM leaves its last values to be read.
    lock = os.open(folder / ".lock.supervisor", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    stop(subprocess.run, [ISOGS, "clean", folder], stdout=subprocess.DEVNULL)
    stop(os.close, lock)
    followed = Followed(folder)
    followed.look()
    assert not followed.status and not followed.gaussians
    words = ["slam", "configs/demo.yaml", "--output", folder, "--frames", str(FRAMES),
             "--set", "publish.interval_ms=20"]
    first = followed.start(*words)
    stop(first.kill)
    followed.until(lambda: followed.gaussians and followed.preview and followed.status, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = followed.start(*words)
    stop(second.kill)
    mesher = followed.start("mesher", folder)
    stop(mesher.wait)
    stop(mesher.terminate)
    followed.until(lambda: second.poll() is not None, second)
    followed.code = second.returncode
    followed.until(lambda: followed.mesh and followed.mesh[-1].is_final, mesher)
    return followed


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="isogs_live_")
        cls.addClassCleanup(folder.cleanup)
        cls.followed = follow_a_run(pathlib.Path(folder.name), cls.addClassCleanup)
        cls.params = isogs.Run(folder.name).params()

    def test_statuses_tell_how_far_the_run_is(self):
        last = self.followed.status[-1]
        self.assertEqual(self.followed.code, 0)
        self.assertEqual((last.state, last.frames_done, last.frames_total), ("finished", FRAMES, FRAMES))
        self.assertEqual(last.gaussians, len(self.params["means3D"]))
        self.assertEqual(list(last.camera[2:]), self.params["isogs_camera"].tolist())
        np.testing.assert_allclose(last.camera_from_map, self.params["isogs_poses"][-1], atol=1e-12)
        path = isogs.Run(self.followed.run).trajectory()
        np.testing.assert_allclose(last.world_from_camera, path.world_from_camera[-1], atol=1e-8)
        numbers = [(s.epoch, s.number) for s in self.followed.status]
        self.assertEqual(len(set(numbers)), len(numbers))

    def test_goes_on_with_the_next_slam(self):
        epochs = [s.epoch for s in self.followed.status]
        self.assertEqual(len(set(epochs)), 2)
        self.assertEqual([s.new_epoch for s in self.followed.status],
                         [i == 0 or epochs[i] != epochs[i - 1] for i in range(len(epochs))])

    def test_last_snapshot_is_the_map_within_its_precision(self):
        last, truth = self.followed.gaussians[-1], self.params
        self.assertTrue(last.is_final)
        self.assertEqual(len(set(last.ids.tolist())), len(last))
        got = last.map()
        self.assertEqual({name: array.shape for name, array in got.items()},
                         {name: truth[name].shape for name in got})
        np.testing.assert_array_equal(got["means3D"], truth["means3D"])
        np.testing.assert_allclose(got["log_scales"], truth["log_scales"], rtol=0, atol=2e-4)
        np.testing.assert_allclose(got["rgb_colors"], truth["rgb_colors"].clip(0, 1), rtol=0, atol=STEP)
        opacity = [1 / (1 + np.exp(-a["logit_opacities"].astype(float))) for a in (got, truth)]
        np.testing.assert_allclose(*opacity, rtol=0, atol=STEP)
        unit = truth["unnorm_rotations"] / np.linalg.norm(truth["unnorm_rotations"], axis=1, keepdims=True)
        sign = np.sign(np.sum(unit * got["unnorm_rotations"], axis=1, keepdims=True))
        chord = np.linalg.norm(unit * sign - got["unnorm_rotations"], axis=1)
        self.assertLess(np.degrees(4 * np.arcsin(chord.max() / 2)), 0.3)
        np.testing.assert_allclose(last.world_from_map, truth["isogs_world_from_map"], atol=1e-12)
        solid = last.records["opacity"] > 0
        means = got["means3D"][solid]
        np.testing.assert_allclose(last.bounds_m, [means.min(0), means.max(0)], atol=1e-6)

    def test_normals_face_the_camera(self):
        last = self.followed.gaussians[-1]
        normals, frames = last.normals(), self.params["timestep"].astype(int)
        np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-3)
        centers = np.linalg.inv(self.params["isogs_poses"])[frames, :3, 3]
        self.assertGreater(np.mean(np.sum(normals * (centers - last.records["mean"]), axis=1) > 0), 0.999)

    def test_preview_is_a_picture(self):
        image = self.followed.preview[-1].image
        self.assertEqual((image.dtype, image.ndim, image.shape[2]), (np.uint8, 3, 3))
        self.assertGreater(image.std(), 10)

    def test_live_mesh_is_the_one_that_is_saved(self):
        last, saved = self.followed.mesh[-1].in_world(), isogs.Run(self.followed.run).mesh()
        self.assertGreater(len(saved.triangles), 1000)
        np.testing.assert_array_equal(last.triangles, saved.triangles)
        np.testing.assert_array_equal(last.colors, saved.colors)
        np.testing.assert_allclose(last.vertices, saved.vertices, atol=1e-5)
        np.testing.assert_allclose(last.normals, saved.normals, atol=1e-5)

    def test_knows_that_slam_is_gone(self):
        held = [self.followed.live._is_held(role) for role in ("slam", "supervisor")]
        self.assertEqual(held, [False, True])  # the supervisor's is this test's
        self.assertEqual(list(isogs.follow(self.followed.run).statuses(timeout_s=10))[-1].state, "finished")
        with self.assertRaisesRegex(isogs.IsogsError, "no new status for 0.2 s"):
            list(isogs.follow(self.followed.run / "none").statuses(timeout_s=0.2))


if __name__ == "__main__":
    unittest.main()
