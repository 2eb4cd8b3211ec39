#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: a PLY with `property float red` (and green, blue) from 0 to 1 shows its colours in every reader that takes them at
#   all, as bytes from 0 to 255 do.
# Seen: three answers to one file. Open3D's tensor reader and trimesh are right; Open3D's legacy reader divides by 255 once more
#   (nearly black); VTK and pyminiply cut to bytes, so that everything but pure 1 is 0. Nobody warns.
# Matters: numpy code writes float colours naturally; whether a reconstruction is black or right depends on the viewer.
#   Write `uchar`.
# Source: PyPI open3d 0.20.0 io.read_point_cloud() and t.io.read_point_cloud(), trimesh 5.2.0, vtk 9.7.2 vtkPLYReader,
#   pyminiply 0.2.3 read(); plyfile 1.1.5 writes the input.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  open3d==0.20.0 trimesh==5.2.0 vtk==9.7.2 pyminiply==0.2.3 plyfile==1.1.5 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import numpy as np
import open3d as o3d
import pyminiply
import trimesh
import vtk
from plyfile import PlyData, PlyElement
from vtk.util.numpy_support import vtk_to_numpy

colours = np.array([[0.2, 0.4, 0.6], [0.5, 0.9, 1.0], [0.8, 0.1, 0.3]])
kinds = {"float": ("f4", colours), "uchar": ("u1", np.round(colours * 255))}
for name, (kind, values) in kinds.items():
    vertex = np.zeros(3, [(c, "f4") for c in "xyz"] + [(c, kind) for c in ("red", "green", "blue")])
    vertex["x"], vertex["y"] = [0, 1, 0], [0, 0, 1]
    for i, c in enumerate(("red", "green", "blue")):
        vertex[c] = values[:, i]
    face = np.array([([0, 1, 2],)], dtype=[("vertex_indices", "i4", (3,))])
    PlyData([PlyElement.describe(vertex, "vertex"), PlyElement.describe(face, "face")]).write(name + ".ply")

def by_vtk(path):
    reader = vtk.vtkPLYReader()
    reader.SetFileName(path)
    reader.Update()
    return vtk_to_numpy(reader.GetOutput().GetPointData().GetArray("RGB"))

def by_tensor(path):
    c = o3d.t.io.read_point_cloud(path).point.colors.numpy()
    return c if c.dtype == np.uint8 else c * 255

readers = {"open3d legacy": lambda p: np.asarray(o3d.io.read_point_cloud(p).colors) * 255, "open3d tensor": by_tensor,
           "trimesh": lambda p: trimesh.load(p, process=False).visual.vertex_colors[:, :3], "vtk": by_vtk,
           "pyminiply": lambda p: pyminiply.read(p)[4]}
print("versions", {p: version(p) for p in ("open3d", "trimesh", "vtk", "pyminiply")})
print("in the file, times 255:", np.round(colours * 255)[:2].tolist())
verdict = {}
for name, read in readers.items():
    def judge(got):
        if np.abs(got - colours * 255).max() < 1.01:
            return "right"
        return "black" if np.abs(got).max() < 1.01 else "other"
    seen = read("float.ply")
    verdict[name] = (judge(read("uchar.ply")), judge(seen))
    print(f"{name}: uchar {verdict[name][0]}; float {verdict[name][1]}", np.round(seen[:2], 1).tolist())
want = {"open3d legacy": "black", "open3d tensor": "right", "trimesh": "right", "vtk": "black", "pyminiply": "black"}
if any(verdict[n] != ("right", v) for n, v in want.items()):
    sys.exit("CHANGED: the readers of float colours answer differently now")
print("AS DESCRIBED: right in two readers, black in three")
EOF
