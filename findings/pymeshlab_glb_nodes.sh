#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: opening a GLB in pymeshlab and saving it as PLY gives the mesh where the GLB's scene has it.
# Seen: the node's transform is kept beside the mesh, and save_current_mesh leaves it out: the PLY's vertices are the accessor's
#   raw ones. vertex_matrix() is raw as well; transformed_vertex_matrix() and merging the layers are right. A scene of two nodes
#   is two layers, of which one is saved. trimesh gives the placed vertices.
# Matters: chunks of a reconstruction, each under its own node, fall onto each other when a GLB goes through pymeshlab to PLY;
#   distances measured against it are off by metres. Flatten with generate_by_merging_visible_meshes() first.
# Source: PyPI pymeshlab 2025.7.post1, MeshSet.load_new_mesh() and save_current_mesh(); trimesh 5.2.0.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pymeshlab==2025.7.post1 trimesh==5.2.0 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import numpy as np
import pymeshlab
import trimesh

triangle = trimesh.Trimesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]], process=False)
scene = trimesh.Scene()
for name, x in (("left", -5.0), ("right", 10.0)):
    scene.add_geometry(triangle, node_name=name, transform=trimesh.transformations.translation_matrix([x, 0, 2]))
scene.export("nodes.glb")

def corners(path):
    return sorted(np.round(trimesh.load(path, force="mesh", process=False).vertices, 6).tolist())

placed = sorted([[x + dx, dy, 2.0] for x in (-5.0, 10.0) for dx, dy in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))])
print("trimesh", version("trimesh"), corners("nodes.glb"))
meshes = pymeshlab.MeshSet()
meshes.load_new_mesh("nodes.glb")
print("pymeshlab", version("pymeshlab"), meshes.mesh_number(), "layers")
saved = []
for i in range(meshes.mesh_number()):
    meshes.set_current_mesh(i)
    meshes.save_current_mesh(f"layer{i}.ply")
    saved.append(corners(f"layer{i}.ply"))
    print(f"  layer {i}: saved", saved[-1], "transformed", meshes.current_mesh().transformed_vertex_matrix().tolist())
meshes.generate_by_merging_visible_meshes()
meshes.save_current_mesh("merged.ply")
print("  merged:", corners("merged.ply"))
raw = sorted(triangle.vertices.tolist())
if not (saved == [raw, raw] and corners("merged.ply") == placed == corners("nodes.glb")):
    sys.exit("CHANGED: the saved layers are no longer the unplaced vertices")
print("AS DESCRIBED: both layers are saved at the origin, on top of each other")
EOF
