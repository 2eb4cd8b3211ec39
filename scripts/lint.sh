#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# clang-tidy with the checks of .clang-tidy; exit code 1 if it finds anything. All sources take about a quarter of an hour on two cores.
#   scripts/lint.sh [FILE.cpp ...]      (default: every source)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
scripts/install_dependencies.sh clang-tidy
configured=$(cmake --preset cpu 2>&1) || { printf '%s\n' "$configured" >&2; exit 1; }
if [ $# -gt 0 ]; then
  mapfile -t files < <(cd "$started_in" && realpath -- "$@")
else
  mapfile -t files < <(source_files '*.cpp')
fi
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/cpu --quiet --warnings-as-errors='*' 2>/dev/null
echo "lint: nothing found in ${#files[@]} files"
