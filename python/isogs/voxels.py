# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes of `isogs export_voxels` for learning (docs/volumes.md).

    from isogs.voxels import VoxelDataset
    volumes = VoxelDataset("volumes")                    # reads what export_voxels wrote
    volumes = VoxelDataset(inputs=["runs/*"], options={"voxel_size": 64}, use_prerendered=False)
    for volume in torch.utils.data.DataLoader(volumes, batch_size=4, num_workers=2): ...

With PyTorch an item is a float32 tensor and the class a torch.utils.data.Dataset; without it an item is a numpy array
and the class a plain sequence. Items are [D,H,W] (z, y, x), of colour [C,D,H,W]. Needs numpy and h5py.
"""

import bisect
import json
import os
import pathlib
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from isogs.errors import IsogsError

if TYPE_CHECKING:
    Dataset = object
else:
    try:
        from torch.utils.data import Dataset
    except ImportError:
        Dataset = object

__all__ = ["VoxelDataset", "VoxelError"]

FORMAT, FORMAT_VERSION = "isogs_voxels", 1

Path = Union[str, "os.PathLike[str]"]


class VoxelError(IsogsError):
    """What is wrong with volumes, or with making them, in one line."""


def _import_h5py() -> Any:
    try:
        import h5py
    except ImportError:
        raise VoxelError("volumes need h5py, which is not installed: pip install h5py") from None
    return h5py


def read_metadata(folder: Path) -> Dict[str, Any]:
    """{key: value} of FOLDER/metadata.yaml, which holds a JSON value on each line."""
    path = pathlib.Path(folder) / "metadata.yaml"
    if not path.is_file():
        raise VoxelError(f"{path}: is missing, expected the folder of a finished isogs export_voxels; one that was "
                         "stopped goes on with the same command")
    try:
        metadata: Dict[str, Any] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key, colon, value = line.partition(": ")
            if line and not colon:
                raise ValueError(f"line {number} is {line[:100]!r}, expected KEY: VALUE")
            if line:
                metadata[key] = json.loads(value)
    except ValueError as error:
        raise VoxelError(f"{path}: is no metadata of isogs export_voxels: {error}") from None
    if metadata.get("format") != FORMAT:
        raise VoxelError(f"{path}: format is {metadata.get('format')!r}, expected {FORMAT!r}")
    if metadata.get("format_version") != FORMAT_VERSION:
        raise VoxelError(f"{path}: format_version is {metadata.get('format_version')!r}, expected {FORMAT_VERSION}")
    for key in ("samples", "batch_size"):
        if not isinstance(metadata.get(key), int) or metadata[key] < 1:
            raise VoxelError(f"{path}: {key} is {metadata.get(key)!r}, expected a number of 1 or more")
    return metadata


class _Prerendered:
    """Reads volumes from batches. Files are opened when they are first needed, by each process for itself: HDF5's
    state does not survive a fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = pathlib.Path(folder)
        self.metadata = read_metadata(self.folder)
        samples, size = self.metadata["samples"], self.metadata["batch_size"]
        self.begins = list(range(0, samples, size))
        self.samples: int = samples
        missing = [path.name for path in map(self.path, range(len(self.begins))) if not path.is_file()]
        if missing:
            raise VoxelError(f"{self.folder}: {len(missing)} of {len(self.begins)} batches are missing, the first is "
                             f"{missing[0]}; isogs export_voxels makes them again")
        self.files: Dict[int, Any] = {}
        self.process: Optional[int] = None

    def __getstate__(self) -> Dict[str, Any]:
        return {**self.__dict__, "files": {}, "process": None}

    def __len__(self) -> int:
        return self.samples

    def path(self, batch: int) -> pathlib.Path:
        return self.folder / f"voxels_batch_{batch:04d}.h5"

    def find(self, index: int) -> Tuple[Any, int]:
        """(open file, position in it)"""
        h5py = _import_h5py()
        if self.process != os.getpid():
            self.files, self.process = {}, os.getpid()
        batch = bisect.bisect_right(self.begins, index) - 1
        if batch not in self.files:
            try:
                self.files[batch] = h5py.File(self.path(batch), "r")
            except OSError as error:
                raise VoxelError(f"{self.path(batch)}: cannot be read: {error}") from None
        return self.files[batch], index - self.begins[batch]

    def read(self, index: int) -> NDArray[np.float32]:
        file, position = self.find(index)
        values: NDArray[np.float32] = file["voxels"][position]
        return values

    def describe(self, index: int) -> Dict[str, Any]:
        return _describe(*self.find(index))


class _OnTheFly:
    """Has isogs make each volume when it is asked for: the same values as in batches, bit for bit."""

    def __init__(self, isogs: Path, inputs: Sequence[Path], input_points: Sequence[Path], options: Mapping[str, Any],
                 config: Optional[Path]) -> None:
        if not inputs and not input_points and "list" not in options:
            raise VoxelError("use_prerendered=False: expected inputs, input_points or options['list']")
        self.isogs, self.options = str(isogs), dict(options)
        self.inputs = [str(path) for path in inputs]
        for path in input_points:
            self.inputs += ["--input-points", str(path)]
        if config is not None:
            self.inputs += ["--config", str(config)]
        lines = self.run({}, ["--dry-run"]).splitlines()
        self.numbers = [int(line.split("\t", 1)[0]) for line in lines]

    def __len__(self) -> int:
        return len(self.numbers)

    def run(self, options: Mapping[str, Any], flags: Sequence[str] = ()) -> str:
        words = [self.isogs, "export_voxels", *self.inputs, *flags]
        for key, value in {**self.options, **options}.items():
            values = value if isinstance(value, (list, tuple)) else [value]
            words += ["--" + key.replace("_", "-"), *map(str, values)]
        try:
            done = subprocess.run(words, capture_output=True, text=True)
        except OSError as error:
            raise VoxelError(f"{self.isogs}: cannot be started: {error.strerror}; say isogs=PATH") from None
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or [f"export_voxels: ended with code {done.returncode}"]
            raise VoxelError(said[-1])
        return done.stdout

    def open(self, index: int, folder: str) -> Any:
        h5py = _import_h5py()
        self.run({"output": folder, "first_sample": self.numbers[index], "max_samples": 1, "batch_size": 1,
                  "compression": "none"})
        return h5py.File(pathlib.Path(folder) / "voxels_batch_0000.h5", "r")

    def read(self, index: int) -> NDArray[np.float32]:
        with tempfile.TemporaryDirectory(prefix="isogs_voxels_") as folder, self.open(index, folder) as file:
            values: NDArray[np.float32] = file["voxels"][0]
            return values

    def describe(self, index: int) -> Dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="isogs_voxels_") as folder, self.open(index, folder) as file:
            return _describe(file, 0)


def _describe(file: Any, position: int) -> Dict[str, Any]:
    return {"index": int(file["indices"][position]), "source": file.attrs["sources"][position],
            "origin_m": file.attrs["origin"][position].tolist(), "spacing_m": float(file.attrs["spacing"][position])}


class VoxelDataset(Dataset):
    """Volumes by number.

    use_prerendered=True: those in `folder`, which isogs export_voxels wrote; the other arguments are not used.
    use_prerendered=False: made on the fly of `inputs` (maps) or `input_points` (points), with `options` as
    export_voxels has them, "_" for "-", and `config` as its --config. `isogs` is the program to call.
    """

    def __init__(self, folder: Optional[Path] = None, *, use_prerendered: bool = True, inputs: Sequence[Path] = (),
                 input_points: Sequence[Path] = (), options: Optional[Mapping[str, Any]] = None,
                 config: Optional[Path] = None, isogs: Path = "isogs") -> None:
        for name, value in (("inputs", inputs), ("input_points", input_points)):
            if isinstance(value, (str, os.PathLike)):
                raise VoxelError(f"{name}: expected a list of paths, found one")
        self._source: Union[_Prerendered, _OnTheFly]
        if not use_prerendered:
            self._source = _OnTheFly(isogs, inputs, input_points, options or {}, config)
        elif folder is not None:
            self._source = _Prerendered(folder)
        else:
            raise VoxelError("use_prerendered=True: expected the folder of an isogs export_voxels")

    def __len__(self) -> int:
        return len(self._source)

    def __getitem__(self, index: int) -> Any:
        values = self._source.read(self._checked(index))
        if Dataset is object:
            return values
        import torch
        return torch.from_numpy(values)

    def describe(self, index: int) -> Dict[str, Any]:
        """{"index", "source", "origin_m": x y z of the centre of the first cell, in the world, "spacing_m"}"""
        return self._source.describe(self._checked(index))

    def _checked(self, index: int) -> int:
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"volume {index}, expected 0 to {count - 1}")
        return int(index) % count
