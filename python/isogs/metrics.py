# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""metrics.jsonl as columns."""

import json
import pathlib
from typing import Any, Dict, List

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError


def _flatten(record: Dict[str, Any], prefix: str = "") -> Dict[str, Any]:
    """{"alignment": {"gain": 1}} as {"alignment.gain": 1}"""
    flat: Dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat


def _column(values: List[Any]) -> NDArray[Any]:
    known = [value for value in values if value is not None]
    kinds = {type(value) for value in known}
    if kinds <= {int, float}:
        if kinds == {int} and len(known) == len(values):
            return np.array(values, dtype=np.int64)
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    if kinds in ({bool}, {str}) and len(known) == len(values):
        return np.array(values)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def read_metrics(path: pathlib.Path) -> Dict[str, NDArray[Any]]:
    """{name: [T]}, one entry a frame; fields of parts have dotted names. Numbers that are not there are NaN, other
    things None. A last line without its end is still being written, and left out."""
    data = path.read_bytes()
    records = []
    for number, line in enumerate(data[:data.rfind(b"\n") + 1].splitlines(), 1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise IsogsError(f"{path}: line {number} is {line[:60]!r}, expected a JSON object")
        records.append(_flatten(record))
    names = dict.fromkeys(name for record in records for name in record)
    return {name: _column([record.get(name) for record in records]) for name in names}
