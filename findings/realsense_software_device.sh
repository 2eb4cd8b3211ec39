#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: software_device.add_to(context) does what its documentation says, "Any future queries on the context will return this
#   device", so that a program can be tried without a camera: pipeline(context), whose documentation says that a context of one's
#   own is "usually for playback or testing purposes".
# Seen: the context still has no device and no sensor, whatever product line is asked for, sw_only among them, and pipeline.start() says
#   "No device connected". The device itself works: its sensor streams, and recorder(file, device) makes a recording, which a pipeline
#   plays (config.enable_device_from_file).
# Matters: scripts for cameras cannot be tested by putting a software device in the camera's place; by a recording of one they can.
# Source: PyPI pyrealsense2 2.59.1.11053.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: pyrealsense2==2.59.1.11053 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
import time
from importlib.metadata import version
import numpy as np
import pyrealsense2 as rs

print("pyrealsense2", version("pyrealsense2"))
device = rs.software_device()
for kind, text in ((rs.camera_info.name, "made up"), (rs.camera_info.serial_number, "1"), (rs.camera_info.product_line, "D400")):
    device.register_info(kind, text)
sensor = device.add_sensor("Depth")
lens = rs.intrinsics()
lens.width, lens.height, lens.fx, lens.fy, lens.ppx, lens.ppy = 64, 48, 60.0, 60.0, 31.5, 23.5
stream = rs.video_stream()
stream.type, stream.fmt, stream.uid, stream.width, stream.height, stream.fps, stream.bpp = rs.stream.depth, rs.format.z16, 1, 64, 48, 30, 2
stream.intrinsics = lens
profile = sensor.add_video_stream(stream)
sensor.add_read_only_option(rs.option.depth_units, 0.001)
print("documented:", " ".join(rs.software_device.add_to.__doc__.split())[-150:])
context = rs.context()
device.add_to(context)
lines = {name: getattr(rs.product_line, name) for name in ("any", "any_intel", "non_intel", "sw_only", "D400")}
counts = {"no argument": len(context.query_devices()), **{name: len(context.query_devices(int(line))) for name, line in lines.items()}}
print("devices:", counts, "sensors:", len(context.query_all_sensors()))
try:
    rs.pipeline(context).start()
    said = "started"
except RuntimeError as error:
    said = str(error)
print("pipeline.start():", said)

recorder = rs.recorder("made_up.db3", device)
recorded = recorder.query_sensors()[0]
queue = rs.frame_queue(50)
recorded.open(recorded.get_stream_profiles()[0])
recorded.start(queue)
for i in range(1, 31):
    frame = rs.software_video_frame()
    frame.pixels, frame.stride, frame.bpp, frame.frame_number = np.full((48, 64), 1000 + i, np.uint16), 128, 2, i
    frame.timestamp, frame.domain, frame.profile = 33.0 * i, rs.timestamp_domain.hardware_clock, profile.as_video_stream_profile()
    sensor.on_video_frame(frame)
    time.sleep(0.01)
recorded.stop()
recorded.close()
del recorded, recorder
config, pipeline = rs.config(), rs.pipeline()
config.enable_device_from_file("made_up.db3", repeat_playback=False)
pipeline.start(config)
played = pipeline.wait_for_frames().get_depth_frame()
print("played from a recording: depth of", played.get_width(), "x", played.get_height())
pipeline.stop()
if any(counts.values()) or said != "No device connected":
    sys.exit("CHANGED: the context knows the device now")
print("AS DESCRIBED: the context does not know the device")
EOF
