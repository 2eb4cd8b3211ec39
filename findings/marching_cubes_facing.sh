#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: swapping one marching cubes for another on the same truncated signed distances (negative inside) changes no more than
#   the triangulation, and a mesher's normals face the way its triangles do.
# Seen: scikit-image and libigl give triangles that face outwards, PyMCubes and VTK the same surface inside out. scikit-image's
#   normals point inwards while its triangles face outwards; only gradient_direction="ascent" makes both agree (both inwards).
#   With the sign of the field turned round all of it is turned round.
# Matters: an inside-out room is black or invisible under back-face culling, Poisson and signed distances take the wrong sign, and
#   scikit-image's mesh is lit from the wrong side in a viewer that uses stored normals.
# Source: PyPI scikit-image 0.26.0 measure.marching_cubes(), libigl 2.6.3 marching_cubes(), PyMCubes 0.1.6 marching_cubes(),
#   vtk 9.7.2 vtkFlyingEdges3D.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  scikit-image==0.26.0 libigl==2.6.3 PyMCubes==0.1.6 vtk==9.7.2 numpy==2.4.6 scipy==1.17.1
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import igl
import mcubes
import numpy as np
import skimage.measure
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

n = 40
axis = np.linspace(-1, 1, n)
x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
field = np.sqrt(x**2 + y**2 + z**2) - 0.6  # negative inside

def outwards(vertices, faces):
    """Share of the triangles that face away from the sphere's centre."""
    v = np.asarray(vertices, float)
    v = v - v.mean(0)
    a, b, c = (v[np.asarray(faces, int)[:, i]] for i in range(3))
    return float((np.einsum("ij,ij->i", np.cross(b - a, c - a), a) > 0).mean())

def pointing(vertices, normals):
    v = np.asarray(vertices, float)
    return float((np.einsum("ij,ij->i", v - v.mean(0), normals) > 0).mean())

print({p: version(p) for p in ("scikit-image", "libigl", "PyMCubes", "vtk")})
seen = {}
for direction in ("descent", "ascent"):
    v, f, normals, _ = skimage.measure.marching_cubes(field, 0, gradient_direction=direction)
    seen["skimage " + direction] = (outwards(v, f), pointing(v, normals))
grid = np.column_stack([a.ravel(order="F") for a in (x, y, z)])
result = igl.marching_cubes(field.ravel(order="F"), grid, n, n, n, 0.0)
seen["libigl"] = (outwards(result[0], result[1]), None)
v, f = mcubes.marching_cubes(field, 0)
seen["PyMCubes"] = (outwards(v, f), None)
image = vtk.vtkImageData()
image.SetDimensions(n, n, n)
image.GetPointData().SetScalars(numpy_to_vtk(field.ravel(order="F"), deep=True))
edges = vtk.vtkFlyingEdges3D()
edges.SetInputData(image)
edges.SetValue(0, 0.0)
edges.ComputeNormalsOn()
edges.Update()
mesh = edges.GetOutput()
v = vtk_to_numpy(mesh.GetPoints().GetData())
f = vtk_to_numpy(mesh.GetPolys().GetConnectivityArray()).reshape(-1, 3)
seen["vtk"] = (outwards(v, f), pointing(v, vtk_to_numpy(mesh.GetPointData().GetNormals())))
for name, (faces, normals) in seen.items():
    print(f"{name}: triangles facing outwards {faces:.0%}, normals pointing outwards", "-" if normals is None else f"{normals:.0%}")
want = {"skimage descent": (1.0, 0.0), "skimage ascent": (0.0, 0.0), "libigl": (1.0, None), "PyMCubes": (0.0, None), "vtk": (0.0, 0.0)}
if seen != want:
    sys.exit("CHANGED: triangles or normals face another way now")
print("AS DESCRIBED: two face outwards, two inwards, and scikit-image's normals oppose its triangles")
EOF
