#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds into build/cpu and runs every test. Python helpers (numpy, evo, ...) live in .venv.
#   scripts/test.sh [ctest options ...]      e.g. scripts/test.sh -L unit
# ISOGS_PRESET=ci makes warnings errors.
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
scripts/install_dependencies.sh xdotool openbox chromium  # tests of windows type and close with them; pages are opened in Chromium (80 MB)
scripts/build.sh "${ISOGS_PRESET:-cpu}"
scripts/python_helpers.sh
ctest --test-dir build/cpu --output-on-failure --parallel "$(nproc)" "$@"
