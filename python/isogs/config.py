# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""The effective configuration of a run, without a YAML library: IsoGS writes nested keys with one value a line."""

import json
import pathlib
import re
from typing import Any, Dict, List, Tuple, Union

from isogs.errors import IsogsError

Value = Union[bool, int, float, str]

_LINE = re.compile(r"( *)([A-Za-z0-9_]+):(?: (.*))?")
_INTEGER = re.compile(r"[+-]?[0-9]+")


def _value(text: str) -> Value:
    if text.startswith('"'):
        return str(json.loads(text))
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


def read_config(path: pathlib.Path) -> Dict[str, Any]:
    """{key: value, or the {key: value} of a section} of a run's config.yaml."""
    root: Dict[str, Any] = {}
    sections: List[Tuple[int, Dict[str, Any]]] = [(-1, root)]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            indent, key, text = len(match[1]), match[2], match[3]
            while sections[-1][0] >= indent:
                sections.pop()
            parent = sections[-1][1]
            if text is None:
                parent[key] = {}
                sections.append((indent, parent[key]))
            else:
                parent[key] = _value(text)
        except ValueError:
            raise IsogsError(f"{path}: line {number} is {line[:100]!r}, "
                             "expected KEY: VALUE as a run writes it") from None
    return root
