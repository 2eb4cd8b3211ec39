#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes .venv with the Python packages that tests and scripts cross-check against; does nothing where they are there.
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
packages=(numpy evo h5py gaussforge==0.6.0 pygltflib==1.16.5 usd-core==26.11 pycolmap==4.2.1 mypy==2.4.1 rosbags==0.11.9 mcap==1.6.0 mcap-ros2-support==0.6.0)
if .venv/bin/python -c "import numpy, evo, h5py, gaussforge, pygltflib, pxr, pycolmap, mypy, rosbags, mcap, mcap_ros2" 2>/dev/null; then
  exit 0
fi
echo "python_helpers: installing ${packages[*]} into .venv"
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check "${packages[@]}"
