# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Meshes, and a reader of the PLY that IsoGS writes."""

import os
import pathlib
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError

_TYPES = {"char": "<i1", "uchar": "<u1", "short": "<i2", "ushort": "<u2", "int": "<i4", "uint": "<u4",
          "float": "<f4", "double": "<f8", "int8": "<i1", "uint8": "<u1", "int16": "<i2", "uint16": "<u2",
          "int32": "<i4", "uint32": "<u4", "float32": "<f4", "float64": "<f8"}
_HEADER_BYTES = 1 << 16


@dataclass(frozen=True)
class Mesh:
    """Triangles with their corners."""

    vertices: NDArray[np.float32]  # [V,3] m
    triangles: NDArray[np.uint32]  # [T,3] rows of vertices
    normals: Optional[NDArray[np.float32]] = None  # [V,3] unit length
    colors: Optional[NDArray[np.uint8]] = None  # [V,3] RGB


@dataclass
class _Element:
    name: str
    count: int
    fields: List[Tuple[str, str]]
    triangles: bool = False  # its only property is a list, of three


def read_ply(path: Union[str, "os.PathLike[str]"]) -> Mesh:
    """Reads a binary little-endian PLY of triangles, as `isogs extract_mesh` and the mesher write it."""
    path = pathlib.Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IsogsError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        return _parse(data)
    except ValueError as error:
        raise IsogsError(f"{path}: {error}") from None


def _parse(data: bytes) -> Mesh:
    elements, offset = _read_header(data)
    parts: Dict[str, NDArray[np.void]] = {}
    for element in elements:
        row = np.dtype(element.fields)
        if element.count > (len(data) - offset) // max(1, row.itemsize):
            raise ValueError(f"is cut off: expected {element.count} elements {element.name} of {row.itemsize} bytes")
        parts[element.name] = np.frombuffer(data, row, element.count, offset)
        offset += element.count * row.itemsize
    if "vertex" not in parts or "face" not in parts:
        raise ValueError(f"has the elements {', '.join(parts) or 'none'}, expected vertex and face")
    vertices = _columns(parts["vertex"], "xyz")
    normals, colors = _columns(parts["vertex"], ["nx", "ny", "nz"]), _columns(parts["vertex"], ["red", "green", "blue"])
    if vertices is None:
        raise ValueError("has vertices without x, y and z")
    if colors is not None and colors.dtype != np.uint8:
        raise ValueError("has colours that are not uchar, expected those of an IsoGS mesh")
    return Mesh(vertices.astype(np.float32), _triangles(parts["face"], len(vertices)),
                None if normals is None else normals.astype(np.float32),
                None if colors is None else colors.astype(np.uint8))


def _read_header(data: bytes) -> Tuple[List[_Element], int]:
    end = data.find(b"\nend_header\n", 0, _HEADER_BYTES)
    lines = data[:max(end, 0)].decode("ascii", "replace").splitlines()
    if lines[:2] != ["ply", "format binary_little_endian 1.0"]:
        raise ValueError("expected a binary little-endian PLY, as isogs extract_mesh writes it")
    elements: List[_Element] = []
    for line in lines[2:]:
        words = line.split()
        if not words or words[0] in ("comment", "obj_info"):
            continue
        if words[0] == "element" and len(words) == 3 and words[2].isdigit():
            elements.append(_Element(words[1], int(words[2]), []))
        elif words[0] == "property" and elements and not elements[-1].triangles:
            _add_property(elements[-1], words, line)
        else:
            raise ValueError(f"has a header line {line[:100]!r}, expected elements and properties of a mesh")
    return elements, end + len(b"\nend_header\n")


def _add_property(element: _Element, words: List[str], line: str) -> None:
    if len(words) == 3 and words[1] in _TYPES and words[2] not in dict(element.fields):
        element.fields.append((words[2], _TYPES[words[1]]))
    elif (len(words) == 5 and words[1] == "list" and words[2] in _TYPES and not element.fields
          and words[3] in ("int", "uint", "int32", "uint32") and words[4] in ("vertex_indices", "vertex_index")):
        index = _TYPES[words[3]]
        element.fields += [("size", _TYPES[words[2]]), ("a", index), ("b", index), ("c", index)]
        element.triangles = True
    else:
        raise ValueError(f"has a property {line[:100]!r}, expected those of an IsoGS mesh")


def _columns(rows: "NDArray[np.void]", names: "Union[str, List[str]]") -> "Optional[NDArray[np.generic]]":
    if not set(names) <= set(rows.dtype.names or ()):
        return None
    return np.stack([rows[name] for name in names], -1)


def _triangles(rows: "NDArray[np.void]", vertices: int) -> NDArray[np.uint32]:
    if rows.dtype.names != ("size", "a", "b", "c") or not np.all(rows["size"] == 3):
        raise ValueError("has faces that are not triangles alone, expected lists of three")
    corners = np.stack([rows["a"], rows["b"], rows["c"]], -1)
    if corners.size and not (0 <= corners.min() and corners.max() < vertices):
        raise ValueError(f"has faces that refer to vertices beyond 0 to {vertices - 1}")
    return corners.astype(np.uint32)
