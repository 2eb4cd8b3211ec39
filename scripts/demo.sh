#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh clone to a first result: installs what is missing, builds the programs, runs SLAM with mesher and viewer on the sample
# frames, evaluates the run, and makes a mesh and a picture of it.
#   scripts/demo.sh [RUN_DIR]       (default: runs/demo in the clone)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
run=runs/demo
if [ $# -gt 0 ]; then run=$(cd "$started_in" && realpath -m -- "$1"); fi
scripts/build.sh "${ISOGS_PRESET:-cpu}" --target programs
isogs=build/cpu/bin/isogs
viewer=(--headless)
[ -x build/cpu/bin/viewer ] || viewer=(--no-viewer)

printf '\nSLAM, mesher and viewer on datasets/sample: 60 frames of a rendered living room, 320x240\n'
"$isogs" run configs/demo.yaml --output "$run" --fresh "${viewer[@]}"
echo
"$isogs" evaluate "$run"
echo
"$isogs" extract_mesh "$run" --preview "$run/mesh.png"
cat <<END

Mesh, and a picture of it        $run/mesh.ply, $run/mesh.png
What the viewer showed           $run/pictures/live_*.png
Input, render and error          $run/pictures/frame_*.png
Trajectory, map, figures         $run/trajectory.txt, $run/params.npz, $run/evaluation.json

The same in a window, which stays open: $isogs view $run
The run itself in a window:             $isogs run configs/demo.yaml --output $run --fresh
END
