#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing and builds a preset (default: cpu, in build/cpu).
# Preset cuda takes LibTorch from scripts/torch_for_cuda.sh unless CMAKE_PREFIX_PATH is set. ISOGS_CMAKE_FLAGS: more options to configure
# with, e.g. -DTORCH_CUDA_ARCH_LIST=8.9.
#   scripts/build.sh [PRESET [cmake --build options ...]]      e.g. scripts/build.sh tsan --target shared_test
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
preset=${1:-cpu}
scripts/install_dependencies.sh
if [ "$preset" = cuda ] && [ -z "${CMAKE_PREFIX_PATH:-}" ]; then
  CMAKE_PREFIX_PATH=$(scripts/torch_for_cuda.sh)
  export CMAKE_PREFIX_PATH
fi
configured=$(cmake --preset "$preset" ${ISOGS_CMAKE_FLAGS:-} 2>&1) || { printf '%s\n' "$configured" >&2; exit 1; }
cmake --build --preset "$preset" "${@:2}"
