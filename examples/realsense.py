# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A RealSense camera (pip install pyrealsense2): python examples/realsense.py [NAME [FILE]]; a recording of the SDK is
played as if it were a camera."""

import sys

import numpy as np
import pyrealsense2 as rs

import isogs


def push_frames(name, recording=None):
    pipeline, config = rs.pipeline(), rs.config()
    if recording:
        config.enable_device_from_file(recording, repeat_playback=False)
    config.enable_stream(rs.stream.color, 640, 480, rs.format.rgb8, 30)
    config.enable_stream(rs.stream.depth, 640, 480, rs.format.z16, 30)
    profile = pipeline.start(config)
    lens = profile.get_stream(rs.stream.color).as_video_stream_profile().get_intrinsics()
    scale = profile.get_device().first_depth_sensor().get_depth_scale()  # metres a unit
    to_color = rs.align(rs.stream.color)
    with isogs.Camera(name, fx=lens.fx, fy=lens.fy, cx=lens.ppx, cy=lens.ppy, distortion=lens.coeffs,
                      depth_scale=1 / scale) as camera:
        while True:
            arrived, frames = pipeline.try_wait_for_frames()
            if not arrived:
                return  # unplugged, or the end of a recording
            frames = to_color.process(frames)
            color, depth = frames.get_color_frame(), frames.get_depth_frame()
            camera.push(np.asanyarray(color.get_data()), np.asanyarray(depth.get_data()), color.get_timestamp() / 1e3)


if __name__ == "__main__":
    push_frames(*(sys.argv[1:] or ["realsense"]))
