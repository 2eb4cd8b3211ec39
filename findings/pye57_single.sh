#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: coordinates given to write_scan_raw as doubles, and read back as doubles, are the same; E57 has doubles and is the
#   format for surveyed clouds.
# Seen: they are stored as single precision floats. In a room of metres that is 0.1 micrometres; for a cloud in map coordinates
#   (easting 450 km, northing 5400 km) points move by up to 0.25 m in y, onto a grid of half a metre.
# Matters: a georeferenced reconstruction becomes a set of slices. The arrays come back as float64, so the type shows nothing. Keep
#   the offset in the scan's translation, which is stored as double.
# Source: PyPI pye57 0.4.19, E57.write_scan_raw() (E57_SINGLE unless the nodes are scaled).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pye57==0.4.19 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import numpy as np
import pye57

rng = np.random.default_rng(0)
room = rng.random((2000, 3)) * 3
offset = np.array([450000.0, 5400000.0, 100.0])
names = ("cartesianX", "cartesianY", "cartesianZ")

def store(points, **pose):
    out = pye57.E57("scan.e57", mode="w")
    out.write_scan_raw({n: np.ascontiguousarray(points[:, i]) for i, n in enumerate(names)}, **pose)
    out.close()
    scan = pye57.E57("scan.e57").read_scan(0, ignore_missing_fields=True)
    return np.column_stack([scan[n] for n in names])

print("pye57", version("pye57"))
seen = {}
for name, points, pose in (("room", room, {}), ("map coordinates", room + offset, {}),
                           ("offset as translation", room, {"rotation": np.array([1.0, 0, 0, 0]), "translation": offset})):
    back = store(points, **pose)
    error = np.abs(back - points - (offset if pose else 0)).max(0)
    seen[name] = (float(error.max()), back.dtype, len(np.unique(back[:, 1])))
    print(f"{name}: {back.dtype}, largest errors x y z {error.round(7).tolist()} m, {seen[name][2]} different y of {len(points)}")
if not (seen["room"][0] < 1e-6 and 0.1 < seen["map coordinates"][0] <= 0.26 and seen["offset as translation"][0] < 1e-5):
    sys.exit("CHANGED: coordinates are no longer stored in single precision")
print("AS DESCRIBED: single precision in the file, doubles on both sides")
EOF
