#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh clone to a first result: installs what is missing, builds, runs SLAM on the sample frames, evaluates.
#   scripts/demo.sh [RUN_DIR]       (default: runs/demo in the clone)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
run=runs/demo
if [ $# -gt 0 ]; then run=$(cd "$started_in" && realpath -m -- "$1"); fi
scripts/build.sh "${ISOGS_PRESET:-cpu}"
isogs=build/cpu/bin/isogs

printf '\nSLAM on datasets/sample: 60 frames of a rendered living room, 320x240\n'
"$isogs" slam configs/demo.yaml --output "$run" --fresh
echo
"$isogs" evaluate "$run"
cat <<END

Pictures (input, render, error)  $run/pictures
Trajectory                       $run/trajectory.txt
Map                              $run/params.npz
Figures                          $run/evaluation.json
END
