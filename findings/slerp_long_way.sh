#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: half way between two orientations 10 degrees apart lies between them, whichever signs their quaternions have: q and -q
#   are one orientation, and TUM, COLMAP and SLAM outputs change sign freely from frame to frame.
# Seen: where the signs differ, pytransform3d and spatialmath's base.qslerp turn the long way round by default: 195 degrees instead
#   of 15. SciPy, transformations, pyquaternion and numpy-quaternion go the short way. pyquaternion in turn changes the sign of
#   the caller's first quaternion while doing so.
# Matters: poses interpolated to the time of a depth frame look backwards in exactly those frames where the sign flips; all
#   others are right, so tests with smooth synthetic paths pass. Make signs continuous first, or use shortest_path / shortest.
# Source: PyPI pytransform3d 3.17.0 rotations.quaternion_slerp(), spatialmath-python 1.1.18 base.qslerp(); scipy 1.17.1,
#   transformations 2026.1.18, pyquaternion 0.9.9 Quaternion.slerp(), numpy-quaternion 2024.0.13.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pytransform3d==3.17.0 spatialmath-python==1.1.18 scipy==1.17.1 transformations==2026.1.18 \
  pyquaternion==0.9.9 numpy-quaternion==2024.0.13 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
from importlib.metadata import version
import numpy as np
import pyquaternion
import quaternion
import transformations
from pytransform3d import rotations
from scipy.spatial.transform import Rotation, Slerp
from spatialmath import base

def about_z(degrees):
    a = np.deg2rad(degrees) / 2
    return np.array([np.cos(a), 0, 0, np.sin(a)])  # w first

start, end = about_z(10), -about_z(20)
held = pyquaternion.Quaternion(start)
two = Rotation.from_quat(np.roll([start, end], -1, axis=1))
middle = {
    "scipy": np.roll(Slerp([0, 1], two)(0.5).as_quat(), 1),
    "transformations": transformations.quaternion_slerp(start, end, 0.5),
    "pyquaternion": pyquaternion.Quaternion.slerp(held, pyquaternion.Quaternion(end), 0.5).elements,
    "numpy-quaternion": quaternion.as_float_array(quaternion.slerp_evaluate(*quaternion.from_float_array([start, end]), 0.5)),
    "pytransform3d": rotations.quaternion_slerp(start, end, 0.5),
    "spatialmath-python": base.qslerp(start, end, 0.5),
}
seen = {}
print("from 10 to 20 degrees about z, the second quaternion negated; half way:")
for name, q in middle.items():
    q = np.asarray(q).ravel()
    seen[name] = round(float(np.degrees(2 * np.arctan2(q[3], q[0])) % 360), 6)
    print(f"  {name} {version(name)}: {seen[name]} degrees")
asked = [rotations.quaternion_slerp(start, end, 0.5, shortest_path=True), base.qslerp(start, end, 0.5, shortest=True)]
asked = [round(float(np.degrees(2 * np.arctan2(q[3], q[0])) % 360), 6) for q in asked]
print("  asked for the shortest: pytransform3d and spatialmath", asked)
print("  pyquaternion's first argument before", start.round(4).tolist(), "and after", held.elements.round(4).tolist())
long_way = {"pytransform3d", "spatialmath-python"}
if any(v != (195.0 if k in long_way else 15.0) for k, v in seen.items()) or asked != [15.0, 15.0] or not np.allclose(held.elements, -start):
    sys.exit("CHANGED: the libraries interpolate another way now")
print("AS DESCRIBED: two of six take the long way, and one changes its argument")
EOF
