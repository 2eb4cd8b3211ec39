#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes .venv with the Python packages that tests and scripts cross-check against; does nothing where they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=(numpy evo matplotlib)
if [ -x .venv/bin/python ] && .venv/bin/python -c "import numpy, evo, matplotlib" 2>/dev/null; then
  exit 0
fi
echo "python_helpers: installing ${packages[*]} into .venv"
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "${packages[@]}"
