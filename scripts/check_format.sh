#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Names the C++ files that clang-format would change; exit code 1 if there are any. --fix changes them.
#   scripts/check_format.sh [--fix]
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
scripts/install_dependencies.sh clang-format
mapfile -t files < <(source_files '*.h' '*.cpp' '*.cu' '*.cuh')
if [ "${1:-}" = --fix ]; then
  clang-format -i "${files[@]}"
else
  clang-format --dry-run -Werror "${files[@]}"
  echo "check_format: ${#files[@]} files are formatted"
fi
