#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: Camera(resolution=(640, 480)).K = K stores a calibrated matrix and leaves the picture's size alone.
# Seen: the setter makes the resolution twice the principal point. K of the Kinect class, with cx = 319.5 and cy = 239.5, gives
#   639 x 479; a calibrated one (cx = 325.1, cy = 249.7) gives 650 x 499, and K reads back as 325 and 249.5. Nothing is said. In a
#   picture of given size a principal point off the centre cannot be represented.
# Matters: rays for rendering or for judging depth come in another number than the frame has pixels: a reshape to the frame fails,
#   and one to camera.resolution gives a picture of another size than the one it is compared with.
# Source: PyPI trimesh 5.2.0, trimesh/scene/cameras.py, Camera.K setter.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  trimesh==5.2.0 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
import numpy as np
import trimesh
from trimesh.scene.cameras import Camera

print("trimesh", trimesh.__version__)
seen = []
for fx, fy, cx, cy in ((525.0, 525.0, 319.5, 239.5), (520.9, 521.0, 325.1, 249.7)):
    camera = Camera(resolution=(640, 480), fov=(60, 45))
    camera.K = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1.0]])
    rays = len(camera.to_rays()[0])
    back = camera.K
    seen.append((tuple(int(v) for v in camera.resolution), rays, float(back[0, 2]), float(back[1, 2])))
    print(f"640x480 with cx = {cx}, cy = {cy}: resolution {seen[-1][0]}, {rays} rays ({640 * 480} pixels), read back cx, cy = {seen[-1][2:]}")
if [s[0] for s in seen] != [(639, 479), (650, 499)] or seen[1][2:] == (325.1, 249.7):
    sys.exit("CHANGED: setting K no longer sets the resolution")
print("AS DESCRIBED: the principal point overwrites the resolution")
EOF
