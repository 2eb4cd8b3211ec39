#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# clang-tidy with the checks of .clang-tidy; exit code 1 if it finds anything. All sources take about a quarter of an hour on two cores.
#   scripts/lint.sh [FILE.cpp ...]                 (default: every source)
#   scripts/lint.sh --changed [--minutes N]        what the last day's commits changed, most new lines first; after N minutes the
#                                                  rest is named and left out
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
changed=false minutes=
files=()
while [ $# -gt 0 ]; do
  case $1 in
    --changed) changed=true ;;
    --minutes) minutes=${2:?lint: --minutes wants a number}; shift ;;
    -*) echo "lint: $1: expected --changed, --minutes N or sources" >&2; exit 2 ;;
    *) files+=("$(cd "$started_in" && realpath -- "$1")") ;;
  esac
  shift
done
scripts/install_dependencies.sh clang-tidy
# A build of its own for the commands: GCC's precompiled headers mean nothing to clang.
configured=$(cmake --preset cpu -B build/lint -DISOGS_PRECOMPILE_HEADERS=OFF 2>&1) || { printf '%s\n' "$configured" >&2; exit 1; }

if $changed; then
  last=$(git log -1 --format=%ct)
  base=$(git rev-list -1 --before=$((last - 86400)) HEAD)
  mapfile -t files < <(git diff --numstat -M90% --diff-filter=AM "${base:-HEAD}" HEAD -- '*.cpp' | sort -rn | cut -f3)
elif [ ${#files[@]} -eq 0 ]; then
  mapfile -t files < <(source_files '*.cpp')
fi
[ ${#files[@]} -gt 0 ] || { echo "lint: nothing has changed"; exit 0; }

# One after the other on each core, until time is up.
check() { [ "$(date +%s)" -ge "$1" ] && { echo "$2" >>"$3"; return; }; clang-tidy -p build/lint --quiet --warnings-as-errors='*' "$2" 2>/dev/null; }
export -f check
left_out=$(mktemp)
trap 'rm -f "$left_out"' EXIT
end=$(($(date +%s) + 60 * ${minutes:-100000}))
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'check "$@"' check "$end" {} "$left_out"
echo "lint: nothing found in $((${#files[@]} - $(wc -l <"$left_out"))) files"
[ ! -s "$left_out" ] || echo "lint: left out, time was up: $(tr '\n' ' ' <"$left_out")"
