#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: the frame of rs.units_transform holds metres as floats (format.distance), so np.asanyarray(frame.get_data()) is an
#   array of floats, as it is of uint16 for z16.
# Seen: it is an array of uint32 with the floats' bits: 1.5 m is 1069547521. No error; the documentation says "depth in meters".
#   `.view(np.float32)` gives the metres.
# Matters: the filter exists to get rid of depth units; scaled or cast like any depth array, its result is nonsense around 1e9,
#   and a `> max_depth` test drops every pixel without a word.
# Source: PyPI pyrealsense2 2.59.1.11053, rs.units_transform and the buffer made for format.distance in get_data().
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  pyrealsense2==2.59.1.11053 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
import numpy as np
import pyrealsense2 as rs

W, H, F = 640, 480, 600.0
frames = 0

def device():
    """A device without hardware: one depth stream that is fed from numpy."""
    dev = rs.software_device()
    sensor = dev.add_sensor("depth")
    camera = rs.intrinsics()
    camera.width, camera.height, camera.ppx, camera.ppy, camera.fx, camera.fy = W, H, 319.5, 239.5, F, F
    camera.model, camera.coeffs = rs.distortion.brown_conrady, [0.0] * 5
    stream = rs.video_stream()
    stream.type, stream.index, stream.uid, stream.width, stream.height = rs.stream.depth, 0, 1, W, H
    stream.fps, stream.bpp, stream.fmt, stream.intrinsics = 30, 2, rs.format.z16, camera
    profile = sensor.add_video_stream(stream)
    sensor.add_read_only_option(rs.option.depth_units, 0.001)
    queue = rs.frame_queue(8)
    sensor.open(profile)
    sensor.start(queue)
    return dev, sensor, profile, queue

dev, sensor, profile, queue = device()

def feed(depth):
    global frames
    frames += 1
    frame = rs.software_video_frame()
    frame.pixels = np.ascontiguousarray(depth, np.uint16)
    frame.stride, frame.bpp, frame.timestamp, frame.frame_number = W * 2, 2, frames * 33.0, frames
    frame.domain, frame.depth_units, frame.profile = rs.timestamp_domain.hardware_clock, 0.001, profile.as_video_stream_profile()
    sensor.on_video_frame(frame)
    return queue.wait_for_frame()

print("librealsense", rs.__version__)

frame = feed(np.full((H, W), 1500))
z16 = np.asanyarray(frame.get_data())
metres = rs.units_transform().process(frame)
data = np.asanyarray(metres.get_data())
print("z16:", z16.dtype, z16[0, 0])
print(metres.get_profile().format(), "->", data.dtype, data[0, 0], "viewed as float32:", data.view(np.float32)[0, 0])
if data.dtype != np.uint32 or abs(float(data.view(np.float32)[0, 0]) - 1.5) > 1e-5:
    sys.exit("CHANGED: metres no longer come as uint32")
print("AS DESCRIBED: metres come as the integers of their bits")
EOF
