#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: GaussForge().read(data, "ply"), the first example of the package's own documentation, returns the Gaussians.
# Seen: for every file and format it returns {'error': 'std::bad_cast'}. Nothing is raised, and result["data"] is a KeyError. The
#   same bytes go through convert(), to PLY, SPZ and back, without a fault, so it is not the file.
# Matters: a script that looks at maps finds them all broken. Convert to PLY and read that with something else.
# Source: PyPI gaussforge 0.6.0, GaussForge.read() (with and without numpy 2.4.6 imported before).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  gaussforge==0.6.0 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import struct
import sys
from importlib.metadata import version
import gaussforge

names = "x y z nx ny nz f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split()
header = "ply\nformat binary_little_endian 1.0\nelement vertex 1\n" + "".join(f"property float {n}\n" for n in names) + "end_header\n"
ply = header.encode() + struct.pack("<17f", 1, 2, 3, 0, 0, 1, .1, .2, .3, 1.5, -4, -5, -6, 1, 0, 0, 0)
print("gaussforge", version("gaussforge"))
forge = gaussforge.GaussForge()
answers = {}
for attempt in ("alone", "after numpy"):
    if attempt == "after numpy":
        import numpy
    files = {"ply": ply, "spz": forge.convert(ply, "ply", "spz")["data"]}
    for name, data in files.items():
        answers[attempt, name] = forge.read(data, name)
        print(f"read({name}), {attempt}:", answers[attempt, name])
back = forge.convert(files["spz"], "spz", "ply")["data"]
position = struct.unpack_from("<3f", back, back.index(b"end_header\n") + 11)
print("converted to spz and back, position:", position)
if position != (1, 2, 3) or any(a != {"error": "std::bad_cast"} for a in answers.values()):
    sys.exit("CHANGED: read() answers differently now")
print("AS DESCRIBED: every file is a bad cast")
EOF
