# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What a run leaves on disk: a short one of the sample frames, and files of other kinds."""

import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

import numpy as np

from package import ISOGS, ROOT
import isogs
from isogs.config import read_config
from isogs.metrics import read_metrics

FRAMES = 8


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="isogs_files_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for words in (["slam", "configs/demo.yaml", "--frames", str(FRAMES), "--output", cls.folder / "run", "--set",
                       "checkpoint.every_frames=5"],
                      ["extract_mesh", cls.folder / "run", "--voxel-size", "0.04"]):
            done = subprocess.run([ISOGS, *words], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        cls.run_ = isogs.Run(cls.folder / "run")

    def refusal(self, call, *args):
        with self.assertRaises(isogs.IsogsError) as caught:
            call(*args)
        self.assertNotIn("\n", str(caught.exception))
        return str(caught.exception)

    def file(self, content, name="file"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def test_config_has_types(self):
        config = self.run_.config
        self.assertEqual(config["frames"], FRAMES)
        self.assertEqual(config["dataset"]["layout"], "replica")
        self.assertIs(config["tracking"]["alignment"]["enabled"], True)
        self.assertEqual(config["dataset"]["color_files"], "")
        self.assertIsInstance(config["dataset"]["max_depth_m"], float)
        text = self.file('a:\n  b:\n    c: "x: \\"1\\""\n  d: .5\ne: -3\nf: a b\n')
        self.assertEqual(read_config(text), {"a": {"b": {"c": 'x: "1"'}, "d": 0.5}, "e": -3, "f": "a b"})
        self.assertIn("line 2 is '- b', expected KEY: VALUE", self.refusal(read_config, self.file("a: 1\n- b\n")))

    def test_map_has_splatams_names_and_shapes(self):
        arrays = self.run_.map()
        count = len(arrays["means3D"])
        self.assertGreater(count, 1000)
        shapes = {"means3D": (count, 3), "rgb_colors": (count, 3), "unnorm_rotations": (count, 4),
                  "logit_opacities": (count, 1), "log_scales": (count, 3), "timestep": (count,),
                  "cam_unnorm_rots": (1, 4, FRAMES), "cam_trans": (1, 3, FRAMES), "intrinsics": (3, 3), "w2c": (4, 4)}
        self.assertEqual({name: arrays[name].shape for name in shapes}, shapes)
        self.assertEqual({arrays[name].dtype for name in shapes}, {np.dtype(np.float32)})
        self.assertFalse(any(name.startswith("isogs_") for name in arrays))
        self.assertLess(len(self.run_.map(frame=4)["means3D"]), count + 1)

    def test_newest_checkpoint_until_there_is_a_map(self):
        copy = self.folder / "copy"
        shutil.copytree(self.folder / "run", copy)
        (copy / "params.npz").unlink()
        self.assertEqual(len(isogs.Run(copy).map()["means3D"]), len(self.run_.map()["means3D"]))
        for path in copy.glob("params*.npz"):
            path.unlink()
        self.assertIn("has no params.npz and no checkpoint yet", self.refusal(isogs.Run(copy).map))
        self.assertIn("params000123.npz: does not exist", self.refusal(isogs.Run(copy).map, 123))

    def test_damaged_maps_are_refused(self):
        copy = self.folder / "damaged"
        shutil.copytree(self.folder / "run", copy)
        whole = (copy / "params.npz").read_bytes()
        params = self.run_.params()
        middle = whole.index(params["means3D"].tobytes())
        for content in (whole[:-1000], whole[:1000], b"", b"nothing", whole[:middle] + b"damaged" + whole[middle + 7:]):
            (copy / "params.npz").write_bytes(content)
            self.assertIn("params.npz: cannot be read as an npz", self.refusal(isogs.Run(copy).map))
        with open(copy / "params.npz", "wb") as file:
            np.save(file, params["means3D"])
        self.assertIn("it is a single array", self.refusal(isogs.Run(copy).map))
        for name, array, said in (("means3D", params["means3D"][:-1], "rgb_colors has shape"),
                                  ("log_scales", params["log_scales"][:, :2], "log_scales has shape"),
                                  ("isogs_format_version", np.int64(2), "isogs_format_version is 2, expected 1")):
            np.savez(copy / "params.npz", **{**params, name: array})
            self.assertIn(said, self.refusal(isogs.Run(copy).map))
        np.savez(copy / "params.npz", a=np.zeros(3))
        self.assertIn("has no array means3D", self.refusal(isogs.Run(copy).map))

    def test_trajectories_agree_with_the_map(self):
        params, path = self.run_.params(), self.run_.trajectory()
        world_from_camera = self.run_.world_from_map() @ np.linalg.inv(params["isogs_poses"])
        np.testing.assert_allclose(path.world_from_camera, world_from_camera, atol=1e-8)
        np.testing.assert_allclose(path.timestamps_s, params["isogs_timestamps"], atol=1e-6)
        truth = self.run_.trajectory("truth")
        np.testing.assert_allclose(truth.world_from_camera, params["isogs_ground_truth_poses"], atol=1e-8)
        self.assertEqual(len(self.run_.trajectory("online")), FRAMES)
        self.assertIn("found 'best', expected one of final, online, truth", self.refusal(self.run_.trajectory, "best"))
        self.assertEqual(len(isogs.read_trajectory(self.file("0 0 0 0 0 0 0 2\n1 0 0 0 0 0 0"))), 1)  # being written
        for line in ("0 0 0 0 0 0 1", "0 0 0 nan 0 0 0 1", "0 0 0 0 0 0 0 0", "a b c d e f g h"):
            self.assertIn("line 1 is", self.refusal(isogs.read_trajectory, self.file(line + "\n")))

    def test_metrics_are_columns(self):
        columns = self.run_.metrics()
        self.assertEqual({len(column) for column in columns.values()}, {FRAMES})
        self.assertEqual(columns["frame"].tolist(), list(range(FRAMES)))
        self.assertEqual(columns["state"].tolist(), ["tracking"] * FRAMES)
        mapped = np.isfinite(columns["map.psnr_db"])
        self.assertTrue(0 < mapped.sum() < FRAMES)
        text = '{"a":1,"b":{"c":null}}\n{"a":2,"b":{"c":1.5},"d":"x","e":[1]}\n{"a":'
        columns = read_metrics(self.file(text))
        self.assertEqual(columns["a"].tolist(), [1, 2])
        self.assertTrue(np.isnan(columns["b.c"][0]) and columns["b.c"][1] == 1.5)
        self.assertEqual(columns["d"].tolist(), [None, "x"])
        self.assertIn("line 1 is", self.refusal(read_metrics, self.file("[]\n")))

    def test_evaluation(self):
        self.assertIn("evaluation.json: does not exist; isogs evaluate writes it", self.refusal(self.run_.evaluation))
        figures = {"trajectory": {"ate_rmse_m": 0.01}}
        path = self.file(json.dumps(figures), "run/evaluation.json")
        self.addCleanup(path.unlink)
        self.assertEqual(self.run_.evaluation(), figures)

    def test_mesh_is_that_of_extract_mesh(self):
        mesh = self.run_.mesh()
        self.assertEqual((mesh.vertices.shape[1], mesh.triangles.shape[1], mesh.colors.dtype), (3, 3, np.uint8))
        self.assertGreater(len(mesh.triangles), 1000)
        a, b, c = mesh.vertices[mesh.triangles].swapaxes(0, 1)
        facing = np.sum(np.cross(b - a, c - a) * mesh.normals[mesh.triangles[:, 0]], axis=1)
        self.assertGreater(np.mean(facing > 0), 0.9)

    def test_damaged_meshes_are_refused(self):
        whole = (self.folder / "run/mesh.ply").read_bytes()
        for content in (whole[:-1], whole[:200], b"", b"ply\n", whole.replace(b"uchar int", b"uchar half", 1),
                        whole.replace(b"float x", b"float w", 1), whole[:-4] + struct.pack("<i", -1),
                        whole[:-13] + b"\4" + whole[-12:], whole.replace(b"element vertex ", b"element vertex 9", 1)):
            self.assertIn("file.ply", self.refusal(isogs.read_ply, self.file(content, "file.ply")))
        self.assertIn("cannot be read", self.refusal(isogs.read_ply, self.folder / "none.ply"))

    def test_tensors_need_pytorch(self):
        with mock.patch.dict(sys.modules, {"torch": None}):
            self.assertIn("PyTorch, which is not installed", self.refusal(self.run_.map_tensors))

    def test_tensors_of_a_stand_in(self):
        """PyTorch is too large to install for this."""
        class Tensor:
            def __init__(self, values):
                self.values, self.device, self.grad = values, None, None

            def to(self, device):
                self.device = device
                return self

            def requires_grad_(self, wanted):
                self.grad = wanted
                return self

        with mock.patch.dict(sys.modules, {"torch": types.SimpleNamespace(from_numpy=Tensor)}):
            tensors = self.run_.map_tensors(device="cuda", requires_grad=True)
        self.assertEqual(tensors["means3D"].values.tolist(), self.run_.map()["means3D"].tolist())
        self.assertEqual({tensor.device for tensor in tensors.values()}, {"cuda"})
        self.assertEqual((tensors["cam_trans"].grad, tensors["timestep"].grad), (True, None))

    def test_no_run(self):
        self.assertIn("has no config.yaml, expected the folder of a run", self.refusal(isogs.Run, ROOT / "docs"))


if __name__ == "__main__":
    unittest.main()
