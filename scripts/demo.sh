#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh clone to a first result: installs what is missing, builds, runs SLAM on the sample frames, evaluates.
#   scripts/demo.sh [RUN_DIR]       (default: runs/demo)
set -euo pipefail
cd "$(dirname "$0")/.."
run=${1:-runs/demo}
scripts/build.sh "${ISOGS_PRESET:-cpu}"
bin=build/cpu/bin
echo
echo "SLAM on datasets/sample (60 frames of a rendered living room, 320x240):"
"$bin/isogs" slam configs/demo.yaml --output "$run"
echo
"$bin/isogs" evaluate "$run"
echo
echo "Pictures (input, render, error): $run/pictures"
echo "Trajectory, map and figures:     $run/{trajectory.txt,params.npz,evaluation.json}"
