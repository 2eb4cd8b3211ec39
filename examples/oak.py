# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""An OAK camera of Luxonis (pip install depthai, 3.x): python examples/oak.py [NAME]. Untested: no such camera was at hand."""

import sys

import depthai as dai
import numpy as np

import isogs

SIZE = (640, 400)
COLOR, LEFT, RIGHT = (dai.CameraBoardSocket.CAM_A, dai.CameraBoardSocket.CAM_B, dai.CameraBoardSocket.CAM_C)

with dai.Pipeline() as pipeline:
    color = pipeline.create(dai.node.Camera).build(COLOR).requestOutput(SIZE, fps=30, enableUndistortion=True)
    left, right = (pipeline.create(dai.node.Camera).build(one).requestOutput(SIZE, fps=30) for one in (LEFT, RIGHT))
    stereo = pipeline.create(dai.node.StereoDepth).build(left, right)
    color.link(stereo.inputAlignTo)
    sync = pipeline.create(dai.node.Sync)
    color.link(sync.inputs["color"])
    stereo.depth.link(sync.inputs["depth"])
    pairs = sync.out.createOutputQueue()
    lens = np.array(pipeline.getDefaultDevice().readCalibration().getCameraIntrinsics(COLOR, *SIZE))
    pipeline.start()
    with isogs.Camera(sys.argv[1] if len(sys.argv) > 1 else "oak", fx=lens[0, 0], fy=lens[1, 1], cx=lens[0, 2],
                      cy=lens[1, 2]) as camera:  # depth in millimetres
        while pipeline.isRunning():
            pair = pairs.get()
            bgr, stamp = pair["color"].getCvFrame(), pair["color"].getTimestampDevice().total_seconds()
            camera.push(bgr[..., ::-1], pair["depth"].getFrame(), stamp)
