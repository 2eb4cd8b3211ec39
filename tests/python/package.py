# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Where these tests find the package and the programs."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "python"))
ISOGS = pathlib.Path(os.environ.get("ISOGS_BIN", ROOT / "build/cpu/bin")).resolve() / "isogs"
