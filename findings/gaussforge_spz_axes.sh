#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: SPZ stores x right, y up, z back, as the format's documentation says; splats in a PLY have y down and z forward. So a
#   conversion from PLY to SPZ changes the signs of y and z, in both versions of SPZ.
# Seen: the numbers are the PLY's. Reading back turns nothing either, so a round trip through the package shows no fault.
# Matters: programs that follow the format (splat-transform and SuperSplat since May 2026 ask the spz library for the axes of PLY)
#   show such a file turned by half a turn about x against the PLY that it was made from. Turn it before converting.
# Source: PyPI gaussforge 0.6.0, GaussForge.convert() to "spz"; nianticlabs/spz, README.md, "Coordinate System", and its issue 84.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: gaussforge==0.6.0
cd "$tmp"
venv/bin/python - <<'EOF'
import gzip
import struct
import sys
from importlib.metadata import version
import gaussforge

names = "x y z nx ny nz f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split()
header = "ply\nformat binary_little_endian 1.0\nelement vertex 1\n" + "".join(f"property float {n}\n" for n in names) + "end_header\n"
ply = header.encode() + struct.pack("<17f", 1, 2, 3, 0, 0, 1, .1, .2, .3, 1.5, -4, -5, -6, 1, 0, 0, 0)
print("gaussforge", version("gaussforge"), "- a splat at (1, 2, 3) of a PLY")
forge = gaussforge.GaussForge()
spz = gzip.decompress(forge.convert(ply, "ply", "spz", spz_version=3)["data"])
magic, number, count, _, bits, _, _ = struct.unpack_from("<IIIBBBB", spz)
stored = [int.from_bytes(spz[16 + 3 * k:19 + 3 * k], "little", signed=True) / 2**bits for k in range(3)]
print("version", number, "stores", stored, "where its axes would have", [1.0, -2.0, -3.0])
back = forge.convert(forge.convert(ply, "ply", "spz", spz_version=4)["data"], "spz", "ply")["data"]
position = struct.unpack_from("<3f", back, back.index(b"end_header\n") + 11)
print("version 4 and back:", position)
if magic != 0x5053474E or number != 3 or stored != [1, 2, 3] or position != (1, 2, 3):
    sys.exit("CHANGED: the axes are turned now")
print("AS DESCRIBED: SPZ in the axes of PLY")
EOF
