# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""voxel_dataset_check.py CASE FOLDER ISOGS: python/isogs/voxels.py on what ISOGS makes of two spheres in FOLDER."""

import multiprocessing
import pathlib
import pickle
import subprocess
import sys
import types

import h5py
import numpy as np

sys.path.insert(0, "python")
CASE, FOLDER, ISOGS = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
SPHERES = [str(FOLDER / f"sphere{i}.ply") for i in range(2)]


def export(name, inputs, **options):
    words = [ISOGS, "export_voxels", *inputs, "--output", str(FOLDER / name)]
    for key, value in options.items():
        words += ["--" + key.replace("_", "-"), *str(value).split()]
    subprocess.run(words, check=True, capture_output=True)
    return FOLDER / name


def volumes(*args, **options):
    from isogs.voxels import VoxelDataset
    return VoxelDataset(*args, isogs=ISOGS, **options)


def same(a, b):
    return a.dtype == b.dtype == np.float32 and a.shape == b.shape and np.array_equal(a, b, equal_nan=True)


def fields():
    shapes = {"density": (20, 20, 20), "oriented": (20, 20, 20), "occupancy": (20, 20, 20), "color": (4, 20, 20, 20)}
    for field, shape in shapes.items():
        data = volumes(export(field, SPHERES, field=field, voxel_size=20, padding=0.1, batch_size=1))
        assert len(data) == 2 and data[0].shape == shape and data[1].dtype == np.float32, field
        about = data.describe(1)
        assert about["index"] == 1 and about["source"] == SPHERES[1] and about["spacing_m"] > 0.03, about
        with h5py.File(FOLDER / field / "voxels_batch_0001.h5") as file:
            assert file["voxels"].shape == (1, *shape) and file["voxels"].shuffle, field
            assert file["voxels"].compression == "gzip" and file["voxels"].compression_opts == 6
            assert file["indices"][:].tolist() == [1]
            assert file.attrs["field"] == field and file.attrs["units"] == ("m" if field == "oriented" else "1")
            assert file.attrs["axes"] == ("channel z y x" if field == "color" else "z y x")
            assert file.attrs["origin"].shape == (1, 3) and file.attrs["sources"].tolist() == [SPHERES[1]]
            assert file.attrs["threshold"] == (0 if field == "oriented" else 0.001)
            assert file.attrs["isogs_version"] and same(file["voxels"][0], data[1])
    # Cell [z, y, x] lies at origin + spacing (x, y, z): distances to the second sphere's surface.
    data, about = volumes(FOLDER / "oriented"), volumes(FOLDER / "oriented").describe(1)
    z, y, x = np.meshgrid(*3 * [np.arange(20.0)], indexing="ij")
    places = np.stack([x, y, z], -1) * about["spacing_m"] + about["origin_m"]
    truth = np.linalg.norm(places - [0.3, 0, 0], axis=-1) - 0.3
    seen = np.isfinite(data[1])
    assert 500 < seen.sum() < 8000 and np.abs(data[1] - truth)[seen].mean() < 0.02, np.abs(data[1] - truth)[seen].mean()
    assert np.isnan(data[1]).sum() + seen.sum() == 8000
    occupied = volumes(FOLDER / "occupancy")[1]
    assert set(np.unique(occupied)) == {0, 1}
    assert same(volumes(FOLDER / "color")[1][3], volumes(FOLDER / "density")[1])


def precision():
    exact = {field: volumes(export(field, SPHERES, field=field, voxel_size=32)) for field in ("density", "oriented")}
    for decimals in (2, 4, 7, 8, 12):
        for field, truth in exact.items():
            for compression in ("gzip", "none"):
                kept = volumes(export(f"{field}{decimals}{compression}", SPHERES, field=field, voxel_size=32,
                                      precision=decimals, compression=compression))[0]
                want = truth[0]
                if decimals < 8:
                    want = (np.round(want.astype(np.float64) * 10**decimals) / 10**decimals).astype(np.float32)
                assert same(kept, want), (field, decimals, compression)
                assert np.nanmax(np.abs(kept - truth[0].astype(np.float64))) <= 0.5 / 10**decimals + 1e-7
    density = volumes(export("threshold", SPHERES, voxel_size=32, threshold=0.2))[0]
    plain = volumes(export("all", SPHERES, voxel_size=32, threshold=0))[0]
    assert same(density, np.where(plain < np.float32(0.2), np.float32(0), plain)) and (plain > density).any()
    filled = volumes(export("filled", SPHERES, field="oriented", voxel_size=32, fill=-1))[0]
    assert same(filled, np.where(np.isnan(exact["oriented"][0]), np.float32(-1), exact["oriented"][0]))


def on_the_fly():
    kinds = [dict(inputs=[str(FOLDER / "sphere?.ply")]), dict(input_points=[FOLDER / "clouds.h5", FOLDER / "points.ply"])]
    for number, kind in enumerate(kinds):
        options = {"voxel_size": 24, "volume_dims": [1.0, 0.8, 0.7], "precision": 5, "field": "density"}
        words = [*kind.get("inputs", [])]
        for path in kind.get("input_points", []):
            words += ["--input-points", str(path)]
        stored = export(f"stored{number}", words, voxel_size=24, volume_dims="1.0 0.8 0.7", precision=5)
        a = volumes(stored, use_prerendered=True, options=options, **kind)
        b = volumes(stored, use_prerendered=False, options=options, **kind)
        assert len(a) == len(b) == 2 + number and a[0].shape == (17, 20, 24), (len(a), len(b), a[0].shape)
        for i in range(len(a)):
            assert same(a[i], b[i]) and a.describe(i) == b.describe(i), (i, a.describe(i), b.describe(i))
    some = volumes(use_prerendered=False, input_points=[FOLDER / "clouds.h5"],
                   options={"voxel_size": 24, "first_sample": 1, "max_samples": 5})
    assert len(some) == 1 and some.describe(0)["index"] == 1


def points():
    folder = export("points", ["--input-points", str(FOLDER / "clouds.h5")], voxel_size=12, padding=0.2, sigma=0.06,
                    threshold=0)
    data, about = volumes(folder), volumes(folder).describe(1)
    with h5py.File(FOLDER / "clouds.h5") as file:
        cloud = file["points"][1].astype(np.float64)
    z, y, x = np.meshgrid(*3 * [np.arange(12.0)], indexing="ij")
    places = np.stack([x, y, z], -1) * about["spacing_m"] + about["origin_m"]
    squared = ((places[..., None, :] - cloud) ** 2).sum(-1) / 0.06**2
    truth = np.where(squared <= 9, np.exp(-0.5 * squared), 0).sum(-1)
    assert truth.max() > 20 and np.abs(data[1] - truth).max() < 1e-3 * truth.max(), np.abs(data[1] - truth).max()
    counted = {}
    for field in ("density", "occupancy"):
        folder = export("counted" + field, ["--input-points", str(FOLDER / "clouds.h5")], voxel_size=12, padding=0.1,
                        method="count", field=field)
        counted[field] = volumes(folder)[1]
    about = volumes(folder).describe(1)
    edges = [(np.arange(13) - 0.5) * about["spacing_m"] + about["origin_m"][k] for k in range(3)]
    truth = np.histogramdd(cloud, edges)[0].transpose(2, 1, 0)
    assert counted["density"].sum() == 2000 and np.abs(counted["density"] - truth).sum() <= 4  # at cells' edges
    assert same(counted["occupancy"], np.float32(counted["density"] > 0))


def one(data, index, results):
    results.put((index, data[index].sum().item()))


def sequence():
    data = volumes(export("sequence", SPHERES, voxel_size=16, batch_size=1))
    sums = [volume.sum().item() for volume in data]
    assert len(sums) == 2 and data[-1].sum().item() == sums[1] and data[np.int64(1)].sum().item() == sums[1]
    for index in (2, -3):
        try:
            data[index]
            raise AssertionError(index)
        except IndexError as error:
            assert "expected 0 to 1" in str(error)
    assert pickle.loads(pickle.dumps(data))[1].sum().item() == sums[1]
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        results = context.Queue()
        workers = [context.Process(target=one, args=(data, i, results)) for i in range(2)]
        for worker in workers:
            worker.start()
        assert sorted(results.get(timeout=60) for _ in workers) == list(enumerate(sums)), method
        for worker in workers:
            worker.join()


def errors():
    from isogs.voxels import VoxelDataset, VoxelError

    def refusal(*args, **options):
        try:
            VoxelDataset(*args, **{"isogs": ISOGS, **options})[0]
        except VoxelError as error:
            assert "\n" not in str(error), error
            return str(error)
        raise AssertionError("taken")

    folder = export("errors", SPHERES, voxel_size=16, batch_size=1)
    sys.modules["h5py"] = None
    assert "volumes need h5py, which is not installed" in refusal(folder)
    sys.modules["h5py"] = h5py
    (FOLDER / "empty").mkdir()
    assert "metadata.yaml: is missing" in refusal(FOLDER / "empty")
    assert "expected the folder" in refusal()
    assert "expected inputs" in refusal(use_prerendered=False)
    assert "expected a list" in refusal(use_prerendered=False, inputs="runs")
    assert "does not exist" in refusal(use_prerendered=False, inputs=["missing"])
    assert "unknown option '--voxelsize'" in refusal(use_prerendered=False, inputs=SPHERES, options={"voxelsize": 3})
    assert "cannot be started" in refusal(use_prerendered=False, inputs=SPHERES, isogs=str(FOLDER / "no_isogs"))
    (folder / "voxels_batch_0000.h5").write_bytes(b"damaged")
    assert "voxels_batch_0000.h5: cannot be read" in refusal(folder)
    (folder / "voxels_batch_0000.h5").unlink()
    assert "1 of 2 batches are missing, the first is voxels_batch_0000.h5" in refusal(folder)
    metadata = (folder / "metadata.yaml").read_text()
    (folder / "metadata.yaml").write_text(metadata.replace("format_version: 1", "format_version: 9"))
    assert "format_version is 9, expected 1" in refusal(folder)
    (folder / "metadata.yaml").write_text("a: [\n")
    assert "is no metadata" in refusal(folder)
    (folder / "metadata.yaml").write_text("a line\n")
    assert "line 1 is 'a line', expected KEY: VALUE" in refusal(folder), refusal(folder)
    (folder / "metadata.yaml").write_text('format: "isogs_voxels"\nformat_version: 1\nsamples: 2\n')
    assert "batch_size is None, expected a number" in refusal(folder), refusal(folder)
    (folder / "metadata.yaml").write_text("mine: true\n")
    assert "format is None" in refusal(folder)


def torch():
    """With a stand-in for PyTorch, which is too large to install for this."""
    dataset = type("Dataset", (), {})
    fake, utils, data = types.ModuleType("torch"), types.ModuleType("torch.utils"), types.ModuleType("torch.utils.data")
    fake.utils, utils.data, data.Dataset = utils, data, dataset
    fake.from_numpy = lambda values: ("tensor", values)
    sys.modules.update({"torch": fake, "torch.utils": utils, "torch.utils.data": data})
    from isogs.voxels import VoxelDataset
    assert issubclass(VoxelDataset, dataset)
    made = VoxelDataset(export("torch", SPHERES, voxel_size=16))
    kind, values = made[0]
    assert kind == "tensor" and values.shape == (16, 16, 16)


if __name__ == "__main__":
    globals()[CASE]()
