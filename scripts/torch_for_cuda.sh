#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the folder of a LibTorch made for CUDA, for CMAKE_PREFIX_PATH: PyPI's torch, installed once into a venv of its own in
# ${XDG_CACHE_HOME:-~/.cache}/isogs.
set -euo pipefail
version=2.11.0
venv=${XDG_CACHE_HOME:-$HOME/.cache}/isogs/torch-$version
torch_folder() { find "$venv"/lib*/python3*/site-packages/torch -maxdepth 0 2>/dev/null | head -n 1; }

if [ ! -e "$venv/complete" ]; then
  echo "torch_for_cuda: installing torch $version into $venv (about 5 GB)" >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile "torch==$version" >&2
  touch "$venv/complete"
fi
torch_folder
