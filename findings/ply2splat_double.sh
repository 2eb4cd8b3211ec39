#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: a splat PLY whose properties are doubles (what numpy and plyfile write unless told otherwise) is converted like the
#   same file in floats, or refused.
# Seen: ply2splat converts it and reports the right number of splats, but every splat is the same default: at the origin, one
#   unit wide, grey, half transparent. Neither an error nor a warning. gsply refuses such a file.
# Matters: a scene turned into one blob by the converter looks like a training or export failure; the count, usually the only
#   thing a script checks, is right.
# Source: PyPI ply2splat 0.6.0, convert() (a Rust extension); plyfile 1.1.5 writes the input; gsply 0.4.6 plyread() for
#   comparison.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  ply2splat==0.6.0 plyfile==1.1.5 gsply==0.4.6 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import gsply
import numpy as np
import ply2splat
from plyfile import PlyData, PlyElement

rng = np.random.default_rng(1)
n = 5
names = ["x", "y", "z", "f_dc_0", "f_dc_1", "f_dc_2", "opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"]
values = rng.normal(size=(n, len(names)))
values[:, 7:10] -= 3.0
bytes_of = {}
for kind in ("f4", "f8"):
    splats = np.zeros(n, [(name, kind) for name in names])
    for i, name in enumerate(names):
        splats[name] = values[:, i]
    PlyData([PlyElement.describe(splats, "vertex")]).write(f"{kind}.ply")
    count = ply2splat.convert(f"{kind}.ply", f"{kind}.splat", sort=False)
    bytes_of[kind] = raw = np.fromfile(f"{kind}.splat", np.uint8).reshape(-1, 32)
    numbers = raw[:, :24].copy().view("<f4")
    print(f"ply2splat {version('ply2splat')} from {kind}: {count} splats")
    print("  positions", numbers[:2, :3].tolist())
    print("  scales   ", numbers[:2, 3:].tolist())
    print("  RGBA     ", raw[:2, 24:28].tolist())
right = np.abs(bytes_of["f4"][:, :12].copy().view("<f4") - values[:, :3]).max() < 1e-5
blank = (bytes_of["f8"] == bytes_of["f8"][0]).all() and not bytes_of["f8"][:, :12].any() and (bytes_of["f8"][:, 12:24].copy().view("<f4") == 1).all()
try:
    gsply.plyread("f8.ply")
    refused = False
except ValueError as error:
    refused = True
    print(f"gsply {version('gsply')} refuses the doubles:", str(error)[:40], "...")
if not (right and blank and refused):
    sys.exit("CHANGED: doubles are no longer turned into default splats without a word")
print("AS DESCRIBED: doubles give the right number of splats, all of them blank")
EOF
