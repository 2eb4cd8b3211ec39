#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: a coloured cloud saved as ASCII PCD has the colours that the binary PCD has, to the bit or at least to the level.
# Seen: all points are black. PCD packs RGB into the bits of a float; three bytes make numbers below 1e-37, and the ASCII writer
#   prints floats with ten decimals: 0.0000000000. Binary and compressed files are right.
# Matters: ASCII is what one picks to look into a file or to hand a cloud to another program; coordinates, number of points and
#   header are right, so the loss is seen only in a viewer.
# Source: PyPI pypcd4 1.5.1, pypcd4/pypcd4.py, PointCloud._save_as_ascii ("%.10f").
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pypcd4==1.5.1 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import numpy as np
from pypcd4 import Encoding, PointCloud

rng = np.random.default_rng(0)
points = rng.random((500, 3)).astype(np.float32)
colours = rng.integers(1, 256, (500, 3)).astype(np.uint8)
cloud = PointCloud.from_xyzrgb_points(np.c_[points, PointCloud.encode_rgb(colours)])
print("pypcd4", version("pypcd4"), "- 500 points, no colour channel below 1")
seen = {}
for name, encoding in (("ascii", Encoding.ASCII), ("binary", Encoding.BINARY)):
    cloud.save(name + ".pcd", encoding)
    back = PointCloud.from_path(name + ".pcd")
    moved = float(np.abs(back.numpy()[:, :3] - points).max())
    own = PointCloud.decode_rgb(back.pc_data["rgb"])
    seen[name] = (int(own.max()), bool((own == colours).all()), moved)
    print(f"{name}: largest channel {seen[name][0]}, colours equal: {seen[name][1]}, positions off by {moved:.1g}")
print("last line of the ASCII file:", open("ascii.pcd").read().split("\n")[-2])
if seen["ascii"][0] != 0 or not seen["binary"][1] or seen["ascii"][2] > 1e-6:
    sys.exit("CHANGED: ASCII PCD files are no longer black")
print("AS DESCRIBED: the ASCII file is black")
EOF
