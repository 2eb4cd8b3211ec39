# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""An Orbbec camera (pip install pyorbbecsdk, 1.x; opencv-python): python examples/orbbec.py [NAME]. Untested: no such camera was
at hand."""

import sys

import cv2
import numpy as np
from pyorbbecsdk import Config, OBAlignMode, OBFormat, OBSensorType, Pipeline

import isogs

pipeline, config = Pipeline(), Config()
colors = pipeline.get_stream_profile_list(OBSensorType.COLOR_SENSOR).get_video_stream_profile(640, 480, OBFormat.MJPG, 30)
config.enable_stream(colors)
config.enable_stream(
    pipeline.get_stream_profile_list(OBSensorType.DEPTH_SENSOR).get_video_stream_profile(640, 480, OBFormat.Y16, 30))
config.set_align_mode(OBAlignMode.SW_MODE)
pipeline.start(config)
lens = pipeline.get_camera_param().rgb_intrinsic
with isogs.Camera(sys.argv[1] if len(sys.argv) > 1 else "orbbec", fx=lens.fx, fy=lens.fy, cx=lens.cx, cy=lens.cy) as camera:
    while True:
        frames = pipeline.wait_for_frames(1000)
        color, depth = (frames.get_color_frame(), frames.get_depth_frame()) if frames else (None, None)
        if color is None or depth is None:
            continue
        bgr = cv2.imdecode(np.frombuffer(color.get_data(), np.uint8), cv2.IMREAD_COLOR)
        units = np.frombuffer(depth.get_data(), np.uint16).reshape(depth.get_height(), depth.get_width())
        millimetres = (units * np.float32(depth.get_depth_scale())).astype(np.uint16)
        camera.push(bgr[..., ::-1], millimetres, color.get_timestamp() / 1e3)
