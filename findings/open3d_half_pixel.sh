#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: a depth image made by Open3D's ray caster, unprojected by Open3D with the same intrinsic matrix, gives back the
#   points that the rays hit.
# Seen: they lie half a pixel to the right and below of the unprojected ones. create_rays_pinhole sends rays through (u + 0.5,
#   v + 0.5), PointCloud.create_from_depth_image unprojects (u, v), in its legacy and in its tensor form alike.
# Matters: depth rendered from a ground-truth mesh for a synthetic RGB-D sequence, or to judge a reconstruction, is shifted by
#   half a pixel against what the same library reads out of it: 2 mm at 2 m with f = 500, in both axes, everywhere alike, so it
#   looks like a calibration or tracking bias. Add 0.5 to cx and cy for the ray caster.
# Source: PyPI open3d 0.20.0, t.geometry.RaycastingScene.create_rays_pinhole(), geometry.PointCloud.create_from_depth_image(),
#   t.geometry.PointCloud.create_from_depth_image().
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q --disable-pip-version-check --no-compile --only-binary :all: \
  open3d==0.20.0 numpy==2.4.6
cd "$tmp"
venv/bin/python - <<'EOF'
import sys
import numpy as np
import open3d as o3d

w, h, f, cx, cy = 640, 480, 500.0, 319.5, 239.5
wall = o3d.t.geometry.TriangleMesh.create_box(20, 20, 0.1)
wall.translate([-10.0, -10.0, 2.0])
scene = o3d.t.geometry.RaycastingScene()
scene.add_triangles(wall)
matrix = [[f, 0, cx], [0, f, cy], [0, 0, 1]]

def cast(m):
    rays = scene.create_rays_pinhole(o3d.core.Tensor(np.array(m)), o3d.core.Tensor(np.eye(4)), w, h)
    depth = scene.cast_rays(rays)["t_hit"].numpy()
    r = rays.numpy()
    return depth, (r[..., :3] + depth[..., None] * r[..., 3:]).reshape(-1, 3)

def offsets(m):
    depth, hits = cast(m)
    camera = o3d.camera.PinholeCameraIntrinsic(w, h, f, f, cx, cy)
    legacy = np.asarray(o3d.geometry.PointCloud.create_from_depth_image(o3d.geometry.Image(depth), camera, depth_scale=1.0, depth_trunc=9.0).points)
    tensor = o3d.t.geometry.PointCloud.create_from_depth_image(o3d.t.geometry.Image(depth), o3d.core.Tensor(np.array(matrix)), depth_scale=1.0, depth_max=9.0).point.positions.numpy()
    # The tensor cloud is in no fixed order: compare the means.
    return (hits - legacy).mean(0) * 1e3, (hits.astype(float).mean(0) - tensor.astype(float).mean(0)) * 1e3, np.abs((hits - legacy) * 1e3).max()

print("Open3D", o3d.__version__, "- a wall at 2 m, f = 500: half a pixel is", 2.0 / f / 2 * 1e3, "mm")
legacy, tensor, _ = offsets(matrix)
print("hit minus unprojected in mm: legacy", legacy.round(3), "tensor", tensor.round(3))
shifted = offsets([[f, 0, cx + 0.5], [0, f, cy + 0.5], [0, 0, 1]])
print("with cx + 0.5, cy + 0.5 for the rays: legacy", shifted[0].round(3), "largest", shifted[2].round(4))
if not (np.allclose(legacy, [2, 2, 0], atol=0.05) and np.allclose(tensor, [2, 2, 0], atol=0.05) and shifted[2] < 0.01):
    sys.exit("CHANGED: rays and unprojection no longer differ by half a pixel")
print("AS DESCRIBED: the two differ by half a pixel")
EOF
