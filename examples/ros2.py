# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Topics of ROS 2: python examples/ros2.py [NAME] [COLOR_TOPIC DEPTH_TOPIC CAMERA_INFO_TOPIC], in a shell that has sourced ROS.
Depth must be registered to colour. Untested: no ROS was at hand; recordings need no ROS (docs/own_data.md)."""

import sys

import message_filters
import numpy as np
import rclpy
from sensor_msgs.msg import CameraInfo, Image

import isogs

name = sys.argv[1] if len(sys.argv) > 1 else "ros"
topics = sys.argv[2:5] or ["/camera/color/image_raw", "/camera/aligned_depth_to_color/image_raw", "/camera/color/camera_info"]
ENCODINGS = {"rgb8": np.uint8, "bgr8": np.uint8, "16UC1": np.uint16, "mono16": np.uint16, "32FC1": np.float32}
camera = None


def image(message):
    dtype = np.dtype(ENCODINGS[message.encoding]).newbyteorder(">" if message.is_bigendian else "<")
    rows = np.frombuffer(message.data, np.uint8).reshape(message.height, message.step)
    pixels = np.ascontiguousarray(rows[:, :message.width * dtype.itemsize * (3 if "8" in message.encoding else 1)]).view(dtype)
    return pixels.reshape(message.height, message.width, -1).squeeze()[..., ::-1 if message.encoding == "bgr8" else 1]


def push(color, depth, info):
    global camera
    if camera is None:
        k = info.k
        camera = isogs.Camera(name, fx=k[0], fy=k[4], cx=k[2], cy=k[5], distortion=(list(info.d) + 5 * [0.0])[:5])
    camera.push(image(color), image(depth).astype(np.float32 if depth.encoding == "32FC1" else np.uint16),
                color.header.stamp.sec + color.header.stamp.nanosec * 1e-9)


rclpy.init()
node = rclpy.create_node("isogs_camera")
inputs = [message_filters.Subscriber(node, kind, topic) for kind, topic in zip((Image, Image, CameraInfo), topics)]
message_filters.ApproximateTimeSynchronizer(inputs, 10, 0.02).registerCallback(push)
try:
    rclpy.spin(node)
finally:
    if camera is not None:
        camera.close()
