#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: voxel_down_sample(0.1) sorts points into cells of a fixed lattice, so that a point added far away changes nothing
#   elsewhere, and the legacy and the tensor classes give the same points.
# Seen: the legacy lattice starts half a voxel below the cloud's own smallest corner. One more point at that corner moves every
#   cell: hardly a sampled point stays where it was. The tensor class uses a lattice fixed in the world and keeps all of them.
# Matters: downsampled frames or maps are compared, subtracted or cached cell by cell; with the legacy class every frame has a
#   lattice of its own, which depends on its most outlying (often wrong) depth pixel.
# Source: PyPI open3d 0.20.0, geometry.PointCloud.voxel_down_sample() (PointCloud.cpp), t.geometry.PointCloud.voxel_down_sample().
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

rng = np.random.default_rng(0)
cloud = rng.random((5000, 3)).astype(np.float32)
outlier = np.float32([[-0.36, -0.37, -0.38]])

def legacy(points):
    pc = o3d.geometry.PointCloud(o3d.utility.Vector3dVector(points.astype(np.float64)))
    return np.asarray(pc.voxel_down_sample(0.1).points)

def tensor(points):
    return o3d.t.geometry.PointCloud(o3d.core.Tensor(points)).voxel_down_sample(0.1).point.positions.numpy()

def kept(before, after):
    """Share of the sampled points that are still there, to 0.01 mm."""
    return np.mean([np.abs(after - p).max(1).min() < 1e-5 for p in before])

print("Open3D", o3d.__version__, "- 5000 points in a unit cube, voxels of 0.1, then one more point at", outlier[0])
share = {}
for name, sample in (("legacy", legacy), ("tensor", tensor)):
    before, after = sample(cloud), sample(np.vstack([cloud, outlier]))
    share[name] = kept(before, after)
    print(f"{name}: {len(before)} points before, {len(after)} after, {100 * share[name]:.1f} % of the former unchanged")
if not (share["legacy"] < 0.1 and share["tensor"] == 1.0):
    sys.exit("CHANGED: the two lattices no longer behave differently")
print("AS DESCRIBED: one far point moves the legacy lattice")
EOF
