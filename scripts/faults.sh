#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Kills runs at random moments, starts them again, and compares what they end with; then disks that are full or gone; then a storm
# of kills among all processes of `isogs run`, and of a live run with its camera; then the builder of a data set, alone or with its items. Prints how many kills were
# tried and how many runs and data sets were lost.
#   scripts/faults.sh [KILLS] [SEED] [STORM_KILLS] [BUILD_KILLS]      (default: 100 1 300 20)
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
scripts/build.sh "${ISOGS_PRESET:-cpu}" --target fault_test storm_test dataset_fault_test
export ISOGS_BIN=$PWD/build/cpu/bin ISOGS_FAULT_SEED=${2:-1}
ISOGS_FAULT_KILLS=${1:-100} build/cpu/tests/fault_test
ISOGS_FAULT_KILLS=${3:-300} build/cpu/tests/storm_test
ISOGS_FAULT_KILLS=${3:-300} .venv/bin/python tests/faults/live_storm_test.py
ISOGS_FAULT_KILLS=${4:-20} build/cpu/tests/dataset_fault_test
