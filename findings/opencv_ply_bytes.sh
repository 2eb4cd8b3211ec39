#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: cv2.savePointCloud takes colours as they come from an image (uint8, or floats from 0 to 255), like the rest of OpenCV.
# Seen: colours are taken for 0..1 whatever their type and multiplied by 255: 145 is written as 36975 under a header that says
#   `property uchar`. Reading it again, OpenCV gives the colours modulo 256; no call complains. Floats from 0 to 1 are right.
# Matters: the file is not valid PLY, and the colours look like noise with a trace of the picture, as from a wrong stride.
#   savePointCloud and saveMesh are new in OpenCV 5 and their reference names no range.
# Source: PyPI opencv-python-headless 5.0.0.93, cv2.savePointCloud(), io_ply.cpp of the 3d module.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  opencv-python-headless==5.0.0.93 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
import cv2
import numpy as np

rng = np.random.default_rng(0)
points = rng.random((20, 1, 3)).astype(np.float32)
normals = np.tile(np.float32([[[0, 0, 1]]]), (20, 1, 1))
colours = rng.integers(2, 255, (20, 1, 3)).astype(np.uint8)
print("OpenCV", cv2.__version__)
seen = {}
for name, values in (("uint8", colours), ("float 0..255", colours.astype(np.float32)), ("float 0..1", colours.astype(np.float32) / 255)):
    cv2.savePointCloud("cloud.ply", points, normals, values)
    lines = open("cloud.ply").read().split("\n")
    body = np.array([line.split() for line in lines[lines.index("end_header") + 1:] if line], float)
    typed = "property uchar red" in lines
    back = np.round(cv2.loadPointCloud("cloud.ply")[2] * 255).astype(int)
    seen[name] = (typed, int(body[:, 3:6].max()), int(np.abs(back - colours).max()))
    print(f"{name}: header says uchar: {typed}; first colour {colours[0, 0].tolist()} written as {body[0, 3:6].astype(int).tolist()}, "
          f"read back as {back[0, 0].tolist()}, largest error {seen[name][2]}")
if any(not seen[n][0] or seen[n][1] <= 255 or seen[n][2] < 50 for n in ("uint8", "float 0..255")) or seen["float 0..1"][2] > 1:
    sys.exit("CHANGED: byte colours no longer leave the range of uchar")
print("AS DESCRIBED: byte colours are written 255 times too large")
EOF
