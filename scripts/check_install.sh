#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Installs a finished build into a scratch folder, moves that, and uses it from another one that is empty: SLAM on the sample, its status,
# evaluation, mesh and picture. Takes some seconds.
#   scripts/check_install.sh [PRESET]      (default: cpu)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
scratch=$(mktemp -d)
# What still runs after a failure would write on into the folder.
trap '[ -z "$(jobs -p)" ] || kill $(jobs -p); wait; rm -rf "$scratch"' EXIT
log=$scratch/log

fail() { echo "check_install: $1" >&2; [ ! -s "$log" ] || tail -n 20 "$log" >&2; exit 1; }
# run NAME ...: isogs NAME ...; shows what it said if it fails.
run() { timeout 120 isogs "$@" >"$log" 2>&1 || fail "isogs $1 ended with code $?"; }
said() { grep -qF -e "$1" "$log" || fail "expected '$1' in what isogs said"; }
left() { for file; do [ -s "$file" ] || fail "$file is missing or empty"; done; }

cmake --install "build/${1:-cpu}" --prefix "$scratch/first" >"$log" 2>&1 || fail "cmake --install ended with code $?"
mkdir "$scratch/moved"
mv "$scratch/first" "$scratch/moved/prefix"
prefix=$scratch/moved/prefix
[ "$(ls "$prefix/bin")" = isogs ] || fail "bin/ holds more than isogs: $(ls "$prefix/bin")"
left "$prefix"/share/doc/isogs/{LICENSE,README.md,docs/installing.md}
mkdir "$scratch/elsewhere"
cd "$scratch/elsewhere"
export PATH=$prefix/bin:$PATH

run --version
run --help
said "$prefix/share/isogs/configs"
timeout 120 isogs status mine --watch --json >status.jsonl 2>&1 &
status=$!
run slam demo.yaml --frames 6 --output mine
said "configuration $prefix/share/isogs/configs/demo.yaml"
said "$prefix/share/isogs/datasets/sample: 60 frames"
left mine/{params.npz,trajectory.txt,config.yaml}
wait "$status" || fail "isogs status ended with code $?"
grep -q "\"frames_done\":" status.jsonl || fail "isogs status saw no frame"
run evaluate mine --pictures 1
left mine/evaluation.json
run extract_mesh mine --voxel-size 0.04
left mine/mesh.ply
run export mine mine.spz
run export mine views --format colmap
left mine.spz views/sparse/0/images.txt
run export_voxels mine --voxel-size 32 --output volumes
left volumes/{voxels_batch_0000.h5,metadata.yaml} "$prefix"/share/isogs/python/{pyproject.toml,isogs/voxels.py}
run run demo.yaml --frames 3 --no-viewer --output meshed  # starts the others from where it lies itself
left meshed/mesh.ply
viewer=
if [ -e "$prefix/libexec/isogs/view" ]; then
  run view mine --picture view.png
  left view.png
else
  viewer=" (no viewer in this build)"
fi
if timeout 120 isogs slam none.yaml >"$log" 2>&1; then fail "isogs slam took a configuration that does not exist"; fi
said "none.yaml), nor at $prefix/share/isogs/configs/none.yaml"
echo "check_install: $(du -sm "$prefix" | cut -f1) MiB, moved and used from an empty folder$viewer"
