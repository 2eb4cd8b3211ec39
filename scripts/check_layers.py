#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Whether includes follow ARCHITECTURE.md's table of folders.

A folder's sources may include its own headers, and those of the folders that its row names under "may use" and of what
those may use. Rows stand from bottom to top: none names a row below it. Tests and benchmarks may include anything, and
nothing may include them. Also: no two types of one name in one namespace, because two libraries with such a pair end in
one program sooner or later, and the linker then picks one of both without a word.

    scripts/check_layers.py        names what breaks the rules; exit code 1 if anything does
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
SUFFIXES = {".h", ".cpp", ".cu"}
FREE = ("tests", "benchmarks")


def read_table():
    """{folder: folders that its row names}, bottom to top"""
    rows = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        folder = re.fullmatch(r"`([a-z_/]+)/`", cells[0])
        if folder and len(cells) == 4:
            rows[folder[1]] = [name.strip("`/ ") for name in cells[3].split(",") if name.strip(" —")]
    return rows


def reachable(rows, problems):
    """{folder: all folders that it may include}"""
    allowed = {}
    for folder, named in rows.items():
        allowed[folder] = {folder}
        for name in named:
            if name not in allowed:
                problems.append(f"ARCHITECTURE.md: {folder}/ may use {name}, which is no row above it")
                continue
            allowed[folder] |= allowed[name]
    return allowed


def folder_of(path, rows):
    """the row that a file belongs to: the longest that its path begins with"""
    parents = [str(parent) for parent in pathlib.PurePath(path).parents]
    return next((parent for parent in parents if parent in rows), None)


def sources():
    folders = sorted(p.name for p in ROOT.iterdir() if p.is_dir() and (p / "CMakeLists.txt").exists())
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                yield path


def check_includes(problems):
    rows = read_table()
    if not rows:
        problems.append("ARCHITECTURE.md: found no table of folders")
    allowed = reachable(rows, problems)
    count = 0
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(FREE):
            continue
        count += 1
        own = folder_of(name, rows)
        if own is None:
            problems.append(f"{name}: its folder is no row of ARCHITECTURE.md's table")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            include = re.match(r'\s*#include "([^"]+)"', line)
            if not include:
                continue
            target = folder_of(include[1], rows)
            if target not in allowed[own]:
                problems.append(f"{name}:{number}: {own}/ includes {include[1]}, expected only what its row names")
    return count


def check_type_names(problems):
    """types of the project, by ctags; those in unnamed namespaces and in functions are their files' own"""
    files = [str(p.relative_to(ROOT)) for p in sources() if not p.relative_to(ROOT).as_posix().startswith(FREE)]
    command = ["ctags", "--output-format=json", "--fields=+Ssn", "--languages=C++", "--langmap=C++:+.cu",
               "--kinds-C++=csgu", "-I", "ISOGS_HD,__global__,__device__", "-f", "-", *files]
    tags = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    places = {}
    for line in tags.splitlines():
        tag = json.loads(line)
        scope = tag.get("scope", "")
        if tag.get("scopeKind") in ("namespace", None) and "__anon" not in scope + tag["name"]:
            places.setdefault(f"{scope}::{tag['name']}", set()).add(f"{tag['path']}:{tag['line']}")
    for name, found in sorted(places.items()):
        if len(found) > 1:
            problems.append(f"{name}: {len(found)} types of one name: {', '.join(sorted(found))}")
    return len(places)


def main():
    problems = []
    files = check_includes(problems)
    types = check_type_names(problems) if shutil.which("ctags") else None
    for problem in problems:
        print(f"check_layers: {problem}", file=sys.stderr)
    if problems:
        return 1
    named = "ctags is missing: names of types are not checked" if types is None else f"{types} types have names of their own"
    print(f"check_layers: includes of {files} files follow ARCHITECTURE.md; {named}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
