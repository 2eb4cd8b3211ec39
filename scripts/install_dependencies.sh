#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Installs what IsoGS builds with from Debian 12's packages; does nothing where all is there. Works as root and through sudo.
#   scripts/install_dependencies.sh [more packages ...]
set -euo pipefail

packages=(
  build-essential cmake ninja-build ccache pkg-config python3-venv
  libtorch-dev libboost-dev libboost-context-dev libeigen3-dev libtbb-dev libhwy-dev libyaml-cpp-dev libspdlog-dev libcli11-dev nlohmann-json3-dev
  libembree-dev libspng-dev libjpeg-dev libzip-dev libdeflate-dev libzstd-dev liblz4-dev libbz2-dev libsqlite3-dev libwebp-dev libhdf5-dev libnanoflann-dev libopencv-dev libceres-dev libmeshoptimizer-dev libgtest-dev libgmock-dev libbenchmark-dev
  libopen3d-dev open3d-gui-data xvfb libgl1-mesa-dri
  "$@"
)

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "install_dependencies: no apt here; what docs/building.md, 'Other systems', names must be installed already" >&2
  exit 0
fi
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "install_dependencies: all packages are there"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "install_dependencies: neither root nor sudo here; let somebody install: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "install_dependencies: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >"$log" 2>&1; then
  cat "$log" >&2
  echo "install_dependencies: apt could not install all of these; docs/building.md, 'Other systems', names the libraries" >&2
  exit 1
fi
