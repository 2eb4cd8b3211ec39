#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: the decimated depth frame's intrinsics unproject a block to where its pixels were.
# Seen: the principal point is divided by the magnitude and nothing else, while the SDK's own unprojection counts pixel centres as
#   whole numbers. The centre of a block of m pixels is (m - 1) / 2 pixels further right and down than the new intrinsics say:
#   points move by (m - 1) / 2 * z / f, 17.5 mm at 3 m with f = 600 and magnitude 8.
# Matters: decimated depth no longer fits the colour frame or the undecimated map; the shift grows with distance like a rotation
#   and so ends up in the estimated extrinsics or poses. ppx = (old - (m - 1) / 2) / m repairs it.
# Source: PyPI pyrealsense2 2.59.1.11053, rs.decimation_filter (src/proc/decimation-filter.cpp), rs2_deproject_pixel_to_point().
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

# The depth names the column it was seen in, so that every decimated pixel tells which columns it stands for.
base = 3000
depth = np.tile(base + np.arange(W), (H, 1))
full = feed(depth).get_profile().as_video_stream_profile().get_intrinsics()
seen = {}
for magnitude in (4, 8):
    decimation = rs.decimation_filter()
    decimation.set_option(rs.option.filter_magnitude, magnitude)
    frame = decimation.process(feed(depth))
    out = np.asanyarray(frame.get_data()).astype(float)
    camera = frame.get_profile().as_video_stream_profile().get_intrinsics()
    j = 10
    column = (magnitude - 1) / 2 + magnitude * j  # mean of the columns of the block
    told = out[0, j] - base
    z = 3.0
    reported = rs.rs2_deproject_pixel_to_point(camera, [j, 0], z)[0]
    true = rs.rs2_deproject_pixel_to_point(full, [column, 0], z)[0]
    camera.ppx = (full.ppx - (magnitude - 1) / 2) / magnitude
    repaired = rs.rs2_deproject_pixel_to_point(camera, [j, 0], z)[0]
    seen[magnitude] = ((true - reported) * 1e3, (true - repaired) * 1e3, told - column)
    print(f"magnitude {magnitude}: pixel {j} holds the mean of columns {magnitude * j}..{magnitude * j + magnitude - 1} (depth says {told:.0f}); "
          f"its point at 3 m is {seen[magnitude][0]:.2f} mm off, with the repaired centre {seen[magnitude][1]:.3f} mm")
if any(abs(v[0] - (m - 1) / 2 / F * 3e3) > 0.1 or abs(v[1]) > 0.01 or abs(v[2]) > 0.6 for m, v in seen.items()):
    sys.exit("CHANGED: the decimated principal point is another now")
print("AS DESCRIBED: off by (m - 1) / 2 pixels of the full frame")
EOF
