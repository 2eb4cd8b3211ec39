#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: the vertex colours of a GLB can be had with mesh.visual.to_color(), whatever valid material it has. Leaving out
#   baseColorFactor means white.
# Seen: with a material that says only metallicFactor and roughnessFactor, to_color() raises TypeError (int times None), and
#   with force="mesh" COLOR_0 is gone. With the factor written out it is one flat colour; without any material the vertex
#   colours are right. As a scene they can still be found under visual.vertex_attributes["color"].
# Matters: a coloured reconstruction with a plain material (usual, so that viewers do not show it as polished metal) cannot be
#   read back by trimesh's own way to colours.
# Source: PyPI trimesh 5.2.0, trimesh/visual/material.py, PBRMaterial.to_color(); trimesh/exchange/gltf.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  trimesh==5.2.0 numpy==2.4.6 pillow==13.0.0
cd "$tmp"
venv/bin/python - <<'EOF'
import json
import struct
import sys
import numpy as np
import trimesh

positions = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
colours = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
blob = positions.tobytes() + colours.tobytes() + np.array([0, 1, 2], np.uint32).tobytes()

def write(path, material):
    primitive = {"attributes": {"POSITION": 0, "COLOR_0": 1}, "indices": 2}
    doc = {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
           "meshes": [{"primitives": [primitive]}], "buffers": [{"byteLength": len(blob)}],
           "bufferViews": [{"buffer": 0, "byteOffset": o, "byteLength": n} for o, n in ((0, 36), (36, 36), (72, 12))],
           "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
                         {"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC3"},
                         {"bufferView": 2, "componentType": 5125, "count": 3, "type": "SCALAR"}]}
    if material is not None:
        doc["materials"] = [{"pbrMetallicRoughness": material}]
        primitive["material"] = 0
    text = json.dumps(doc).encode()
    text += b" " * (-len(text) % 4)
    with open(path, "wb") as out:
        out.write(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(blob)))
        out.write(struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(blob), b"BIN\0") + blob)

def read(path, **options):
    mesh = trimesh.load(path, **options)
    mesh = mesh if options else list(mesh.geometry.values())[0]
    kept = "color" in (getattr(mesh.visual, "vertex_attributes", None) or {})
    try:
        return np.atleast_2d(mesh.visual.to_color().vertex_colors)[:, :3].tolist(), kept
    except TypeError as error:
        return f"TypeError: {error}", kept

print("trimesh", trimesh.__version__)
plain = {"metallicFactor": 0.0, "roughnessFactor": 1.0}
seen = {}
for name, material in (("no material", None), ("no baseColorFactor", plain), ("white baseColorFactor", plain | {"baseColorFactor": [1, 1, 1, 1]})):
    write("t.glb", material)
    if material is None:
        seen[name] = list(trimesh.load("t.glb").geometry.values())[0].visual.vertex_colors[:, :3].tolist()
        print(name, "->", seen[name])
    else:
        seen[name], seen[name + " forced"] = read("t.glb"), read("t.glb", force="mesh")
        print(name, "-> (to_color(), COLOR_0 among the attributes)", seen[name], 'force="mesh":', seen[name + " forced"])
rgb = (colours * 255).astype(int).tolist()
plain_case = seen["no baseColorFactor"]
if seen["no material"] != rgb or not str(plain_case[0]).startswith("TypeError") or not plain_case[1] or seen["no baseColorFactor forced"][1]:
    sys.exit("CHANGED: a material without baseColorFactor no longer breaks to_color()")
print("AS DESCRIBED: without baseColorFactor the colours cannot be had by to_color()")
EOF
