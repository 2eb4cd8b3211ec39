#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: depth that a ROS recording calls "16UC1" is in millimetres, as REP 118 has it; a sensor with other units is converted, or
#   the message says so.
# Seen: a .db3 recording of RealSense's SDK holds the sensor's own units under the encoding "16UC1": with depth units of 0.1 mm (which
#   the D405 has, and others may be set to) a wall at 0.5 m is stored as 5000. The unit stands only in a text of a topic beside it,
#   with six decimals ("depth_units=0.000100"), so that 1/65536 m reads back as 0.000015, 1.7 % off.
# Matters: readers of ROS depth that go by the encoding see the scene ten times too large; nothing is out of range.
# Source: PyPI pyrealsense2 2.59.1.11053, recorder of a software device; rosbags 0.11.9 reads the messages. REP 118 "Depth Images".
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pyrealsense2==2.59.1.11053 rosbags==0.11.9 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sqlite3
import struct
import sys
import time
import zlib
from importlib.metadata import version
import numpy as np
import pyrealsense2 as rs
from rosbags.typesys import Stores, get_typestore

W, H = 64, 48

def stream(kind, fmt, uid, bytes_per_pixel):
    camera = rs.intrinsics()
    camera.width, camera.height, camera.fx, camera.fy, camera.ppx, camera.ppy = W, H, 60.0, 60.0, 31.5, 23.5
    camera.model, camera.coeffs = rs.distortion.brown_conrady, [0.0] * 5
    made = rs.video_stream()
    made.type, made.index, made.uid, made.width, made.height = kind, 0, uid, W, H
    made.fps, made.bpp, made.fmt, made.intrinsics = 30, bytes_per_pixel, fmt, camera
    return made

def frame(profile, pixels, number, time_ms):
    made = rs.software_video_frame()
    made.pixels, made.stride = np.ascontiguousarray(pixels), pixels.strides[0]
    made.bpp = pixels.itemsize * (3 if pixels.ndim == 3 else 1)
    made.timestamp, made.domain, made.frame_number = time_ms, rs.timestamp_domain.system_time, number
    made.profile = profile.as_video_stream_profile()
    return made

def record(path, unit_m, value):
    """message of a wall, and what the text beside it says"""
    device = rs.software_device()
    sensor = device.add_sensor("Depth")
    profile = sensor.add_video_stream(stream(rs.stream.depth, rs.format.z16, 1, 2))
    sensor.add_read_only_option(rs.option.depth_units, unit_m)
    recorder = rs.recorder(path, device)
    recorded = recorder.query_sensors()[0]
    recorded.open(recorded.get_stream_profiles()[0])
    recorded.start(lambda f: None)
    depth = frame(profile, np.full((H, W), value, np.uint16), 0, 1000.0)
    depth.depth_units = unit_m
    sensor.on_video_frame(depth)
    time.sleep(0.2)
    recorded.stop()
    recorded.close()
    del recorder
    store = get_typestore(Stores.ROS2_HUMBLE)
    image = text = None
    rows = sqlite3.connect(path).execute("SELECT name, type, data FROM topics t JOIN messages m ON m.topic_id = t.id")
    for name, kind, data in rows:
        if "/image/data" in name:
            image = store.deserialize_cdr(data, kind)
        elif name.endswith("/image/metadata"):
            text = store.deserialize_cdr(data, kind).data
    return image, next(part for part in text.split(";") if part.startswith("depth_units="))

def first_pixel(png):
    """of a 16-bit grey PNG"""
    at, rows = 8, b""
    while at < len(png):
        size, = struct.unpack(">I", png[at:at + 4])
        rows += png[at + 8:at + 8 + size] if png[at + 4:at + 8] == b"IDAT" else b""
        at += 12 + size
    return struct.unpack(">H", zlib.decompress(rows)[1:3])[0]

print("pyrealsense2", version("pyrealsense2"), "- a wall at 0.5 m, in units of 0.1 mm")
image, unit = record("a.db3", 0.0001, 5000)
value = first_pixel(bytes(image.data)[12:])
print(f"  format '{image.format}', value {value}: {value / 1000} m by REP 118; text beside it: {unit}")
_, fine = record("b.db3", 1 / 65536, 32768)
print(f"  units of 1/65536 m ({1 / 65536:.9f}): {fine}")
if not image.format.startswith("16UC1") or value != 5000 or fine != "depth_units=0.000015":
    sys.exit("CHANGED: recorded depth is in millimetres, or says its unit otherwise")
print("AS DESCRIBED: 16UC1 in the sensor's units, which a text rounds")
EOF
