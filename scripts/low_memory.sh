#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the programs on some sample frames at one limit of address space (ulimit -v) after the other. Each must do its work, or end
# with exit code 1 and one line of its own; what SLAM has done by then must be there. Prints a line a program and limit.
#   scripts/low_memory.sh [LEAST_MIB [MOST_MIB [STEP_MIB]]]      (default: 64 1024 64)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
least=${1:-64} most=${2:-1024} step=${3:-64}
isogs=${ISOGS_BIN:-build/cpu/bin}/isogs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
small=(--frames 6 --set mapping.iterations=4 --set mapping.first_iterations=4 --set checkpoint.every_frames=2)

complain() { echo "  FAILED: $1" && failures=$((failures + 1)); }

# Lines of stderr that are neither of the log nor empty.
words_of() { grep -v -e '^\[' -e '^$' "$folder/stderr" || true; }

# limited MIB NAME ARGUMENTS...: leaves the exit code in `code`
limited() {
  local mib=$1 name=$2
  shift 2
  code=0
  (ulimit -v $((mib * 1024)) && exec timeout 120 "$isogs" "$name" "$@" >"$folder/stdout" 2>"$folder/stderr") || code=$?
  printf '%5d MiB %-14s %3d  %s\n' "$mib" "$name" "$code" "$(words_of | tail -1 | cut -c1-160)"
  case $code in
    0) [ -z "$(words_of)" ] || [ "$name" = evaluate ] || complain "words beside the log" ;;
    1) [ "$(words_of | wc -l)" -eq 1 ] && words_of | grep -q -e "^$name: " -e '^isogs: ' -e '^slam: ' || complain "not one line of its own" ;;
    *) complain "exit code $code" ;;
  esac
  if grep -q -e 'std::' -e 'bad_alloc' -e 'what()' -e 'libgomp' -e ' left out' "$folder/stderr"; then
    complain "words of a library: $(grep -m1 -e 'std::' -e 'bad_alloc' -e 'what()' -e libgomp -e ' left out' "$folder/stderr")"
  fi
}

"$isogs" slam configs/demo.yaml --output "$folder/whole" "${small[@]}" >/dev/null 2>&1
"$isogs" extract_mesh "$folder/whole" --voxel-size 0.02 >/dev/null 2>&1
for ((mib = least; mib <= most; mib += step)); do
  rm -rf "$folder/run"
  limited "$mib" slam configs/demo.yaml --output "$folder/run" "${small[@]}"
  if [ "$code" -ne 0 ] && [ -s "$folder/run/metrics.jsonl" ]; then
    "$isogs" status "$folder/run" >"$folder/status" 2>&1 || complain "nothing is saved: $(cat "$folder/status")"
  fi
  limited "$mib" extract_mesh "$folder/whole" --voxel-size 0.01 --output "$folder/mesh.ply"
  limited "$mib" export "$folder/whole" "$folder/splats.ply"
  limited "$mib" evaluate "$folder/whole" --every 3 --pictures 0 --output "$folder/figures.json"
  if [ -x "$(dirname "$isogs")/view" ]; then limited "$mib" view "$folder/whole" --picture "$folder/view.png"; fi
  rm -rf "$folder/run"
  limited "$mib" run configs/demo.yaml --output "$folder/run" --no-viewer "${small[@]}"
done
if [ "$failures" -gt 0 ]; then echo "low_memory: $failures failures" >&2 && exit 1; fi
