# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A camera of OpenNI 2 (Asus Xtion, PrimeSense, Astra; pip install openni, and the vendor's libOpenNI2.so):
python examples/openni.py [NAME]. Untested: no such camera was at hand."""

import math
import sys

import numpy as np
from openni import openni2

import isogs

openni2.initialize()
device = openni2.Device.open_any()
device.set_image_registration_mode(openni2.IMAGE_REGISTRATION_DEPTH_TO_COLOR)
color, depth = device.create_color_stream(), device.create_depth_stream()
for stream in (color, depth):
    stream.set_mirroring_enabled(False)
    stream.start()
mode = color.get_video_mode()
width, height = mode.resolutionX, mode.resolutionY
# OpenNI knows the angle of view alone; calibrate for better.
focal = width / 2 / math.tan(color.get_horizontal_fov() / 2)
with isogs.Camera(sys.argv[1] if len(sys.argv) > 1 else "openni", fx=focal, fy=focal, cx=(width - 1) / 2,
                  cy=(height - 1) / 2) as camera:  # depth in millimetres
    while True:
        units, rgb = depth.read_frame(), color.read_frame()
        depths = np.frombuffer(units.get_buffer_as_uint16(), np.uint16).reshape(units.height, units.width)
        colors = np.frombuffer(rgb.get_buffer_as_uint8(), np.uint8).reshape(height, width, 3)
        camera.push(colors, depths, units.timestamp / 1e6)
