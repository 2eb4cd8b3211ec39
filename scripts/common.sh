# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the scripts here: goes to the source root, from wherever and however the script was started.
# shellcheck shell=bash
script=$(realpath "$0")
started_in=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null || exit
source_root=$PWD

# Through sudo, installs as root and starts the script again as the user that the clone belongs to: root's files in it would stop
# that user's next build.
#   leave_root "$@"
leave_root() {
  if [ "$(id -u)" -ne 0 ] || [ "${SUDO_UID:-0}" -eq 0 ] || [ "$(stat -c %u "$source_root")" -ne "$SUDO_UID" ]; then
    return
  fi
  scripts/install_dependencies.sh
  cd "$started_in" || exit
  exec sudo -H -u "#$SUDO_UID" env ISOGS_PRESET="${ISOGS_PRESET:-cpu}" "$script" "$@"
}

# The project's own files of such names, also in a copy without git.
#   source_files PATTERN ...
source_files() {
  local names=()
  for pattern in "$@"; do names+=(-o -name "$pattern"); done
  find . \( -path ./build -o -path './.?*' \) -prune -o -type f \( "${names[@]:1}" \) -printf '%P\n' | sort
}
