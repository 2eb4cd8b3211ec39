# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""The one exception of the package."""


class IsogsError(RuntimeError):
    """What is wrong, in one line: the file or segment, what was found and what was expected."""
