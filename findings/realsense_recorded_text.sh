#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: an image message in a recording of RealSense's SDK carries in header.stamp when the frame was taken, as its ROS 1
#   recordings did, and depth that it calls "16UC1" is in millimetres, as REP 118 has it.
# Seen: in the .db3 recordings header.stamp is the time since the recorder started, by the host's clock, at which the frame was handed
#   to it; and "16UC1" depth is in the sensor's own units: with units of 0.1 mm (which the D405 has, and others may be set to) a wall at
#   0.5 m is stored as 5000. The frame's own time and the unit stand only in a text of a topic beside it (".../image/metadata"), the unit
#   with six decimals, so that 1/65536 m reads back as 0.000015, 1.7 % off.
# Matters: two streams of equal time stamps come out milliseconds to tens of milliseconds apart, and stutter with the host's load: tools that
#   pair by stamp lose frames or pair wrong ones. Readers of depth that go by the encoding see the scene ten times too large.
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
    """stamps, a depth message and the texts beside them, of three pairs of frames taken at equal times"""
    device = rs.software_device()
    sensors = [device.add_sensor("Depth"), device.add_sensor("Color")]
    profiles = [sensors[0].add_video_stream(stream(rs.stream.depth, rs.format.z16, 1, 2)),
                sensors[1].add_video_stream(stream(rs.stream.color, rs.format.rgb8, 2, 3))]
    sensors[0].add_read_only_option(rs.option.depth_units, unit_m)
    recorder = rs.recorder(path, device)
    recorded = recorder.query_sensors()
    for sensor in recorded:
        sensor.open(sensor.get_stream_profiles()[0])
        sensor.start(lambda f: None)
    for i in range(3):
        taken_ms = 5_000_000.0 + 33.0 * i  # both streams alike; colour is handed over 50 ms later
        depth = frame(profiles[0], np.full((H, W), value, np.uint16), i, taken_ms)
        depth.depth_units = unit_m
        sensors[0].on_video_frame(depth)
        time.sleep(0.05)
        sensors[1].on_video_frame(frame(profiles[1], np.full((H, W, 3), 99, np.uint8), i, taken_ms))
        time.sleep(0.05)
    for sensor in recorded:
        sensor.stop()
        sensor.close()
    del recorder
    store = get_typestore(Stores.ROS2_HUMBLE)
    stamps, texts, image = {"depth": [], "colour": []}, [], None
    rows = sqlite3.connect(path).execute("SELECT name, type, data FROM topics t JOIN messages m ON m.topic_id = t.id ORDER BY m.id")
    for name, kind, data in rows:
        if "/image/data" in name:
            message = store.deserialize_cdr(data, kind)
            stamps["depth" if "Depth" in name else "colour"].append(message.header.stamp.sec + 1e-9 * message.header.stamp.nanosec)
            image = message if "Depth" in name else image
        elif name.endswith("/image/metadata"):
            texts += [part for part in store.deserialize_cdr(data, kind).data.split(";") if part.startswith(("timestamp=", "depth_units="))]
    return stamps, image, texts

def first_pixel(png):
    """of a 16-bit grey PNG"""
    at, rows = 8, b""
    while at < len(png):
        size, = struct.unpack(">I", png[at:at + 4])
        rows += png[at + 8:at + 8 + size] if png[at + 4:at + 8] == b"IDAT" else b""
        at += 12 + size
    return struct.unpack(">H", zlib.decompress(rows)[1:3])[0]

print("pyrealsense2", version("pyrealsense2"), "- frames taken at 5000.000, 5000.033, 5000.066 s, depth and colour alike, of a wall at 0.5 m "
      "in units of 0.1 mm")
stamps, image, texts = record("a.db3", 0.0001, 5000)
for name, values in stamps.items():
    print(f"  header.stamp of {name}:", [round(v, 3) for v in values], "s")
value = first_pixel(bytes(image.data)[12:])
print(f"  format '{image.format}', value {value}: {value / 1000} m by REP 118")
print("  texts beside them:", sorted(set(texts)))
fine = next(part for part in record("b.db3", 1 / 65536, 32768)[2] if part.startswith("depth_units="))
print(f"  units of 1/65536 m ({1 / 65536:.9f}): {fine}")
apart = [b - a for a, b in zip(stamps["depth"], stamps["colour"])]
if len(apart) != 3 or max(stamps["colour"]) > 60 or min(apart) < 0.04:
    sys.exit("CHANGED: recorded stamps are no longer the time of recording")
if not image.format.startswith("16UC1") or value != 5000 or fine != "depth_units=0.000015":
    sys.exit("CHANGED: recorded depth is in millimetres, or says its unit otherwise")
print(f"AS DESCRIBED: stamps {1e3 * min(apart):.0f} to {1e3 * max(apart):.0f} ms apart for equal times; 16UC1 in the sensor's units, which a text rounds")
EOF
