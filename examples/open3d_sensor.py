# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""A RealSense camera by Open3D's sensor classes (pip install open3d): python examples/open3d_sensor.py [NAME]. Untested: no such
camera was at hand."""

import sys

import numpy as np
import open3d as o3d

import isogs

sensor = o3d.t.io.RealSenseSensor()
sensor.init_sensor(o3d.t.io.RealSenseSensorConfig(), 0)
sensor.start_capture(False)
facts = sensor.get_metadata()
lens = facts.intrinsics.intrinsic_matrix
with isogs.Camera(sys.argv[1] if len(sys.argv) > 1 else "open3d", fx=lens[0, 0], fy=lens[1, 1], cx=lens[0, 2],
                  cy=lens[1, 2], depth_scale=facts.depth_scale) as camera:
    while True:
        frame = sensor.capture_frame(True, True)
        camera.push(np.asarray(frame.color.cpu()), np.asarray(frame.depth.cpu())[..., 0], sensor.get_timestamp() / 1e6)
