# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""export_check.py CASE MAP FILE: what a reader that is not ours finds in FILE, beside the npz that it was exported from."""

import sys

import numpy as np

CASE, MAP, FILE = sys.argv[1:4]
SH0 = 0.28209479177387814


def turned(q, p):
    """product of quaternions w, x, y, z"""
    (a, b, c, d), (w, x, y, z) = q, p.T
    return np.stack([a * w - b * x - c * y - d * z, a * x + b * w + c * z - d * y,
                     a * y - b * z + c * w + d * x, a * z + b * y - c * x + d * w], -1)


def quaternion_of(r):
    """w, x, y, z of a rotation; none of ours is half a turn"""
    w = np.sqrt(1 + np.trace(r)) / 2
    return np.array([w, *np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]) / (4 * w)])


def load():
    """what can be drawn of the map, in the world's frame; limits finite"""
    z = np.load(MAP, allow_pickle=False)
    world = z["isogs_world_from_map"]
    logits, log_scales = z["logit_opacities"][:, 0].copy(), z["log_scales"].copy()
    logits[logits == np.inf] = 15
    thin = np.isneginf(log_scales)
    log_scales[thin] = np.inf
    log_scales = np.where(thin, log_scales.min(1, keepdims=True) + np.log(0.01), log_scales)
    q = z["unnorm_rotations"].astype(float)
    rows = np.concatenate([z["means3D"], z["rgb_colors"], q, logits[:, None], log_scales], 1)
    good = np.isfinite(rows).all(1) & (np.abs(q).sum(1) > 0)
    q = turned(quaternion_of(world[:3, :3]), q[good])
    return dict(means=z["means3D"][good] @ world[:3, :3].T + world[:3, 3], rgb=z["rgb_colors"][good],
                q=q / np.linalg.norm(q, axis=1, keepdims=True), opacities=1 / (1 + np.exp(-logits[good].astype(float))),
                log_scales=log_scales[good])


def near(name, got, expected, tolerance):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, (name, got.shape, expected.shape)
    error = np.abs(got - expected).max()
    assert error <= tolerance, (name, error, tolerance)


def same_rotations(got, expected, tolerance):
    """up to the sign"""
    near("rotations", np.abs((np.asarray(got) * expected).sum(1)), np.ones(len(expected)), tolerance)


def ply_rows(data):
    end = data.index(b"end_header\n")
    names = [line.split()[2].decode() for line in data[:end].split(b"\n") if line.startswith(b"property")]
    values = np.frombuffer(data[end + 11:], np.float32).reshape(-1, len(names))
    return {name: values[:, k] for k, name in enumerate(names)}


def by_gaussforge(name, path=FILE):
    """the file as GaussForge, with the spz library in it, writes it again as PLY"""
    import gaussforge
    with open(path, "rb") as file:
        answer = gaussforge.GaussForge().convert(file.read(), name, "ply")
    assert "data" in answer, answer
    return ply_rows(answer["data"])


def columns(rows, names):
    return np.stack([rows[name] for name in names.split()], 1)


def ply():
    rows, world = by_gaussforge("ply"), load()
    near("means", columns(rows, "x y z"), world["means"], 1e-5)
    near("colours", columns(rows, "f_dc_0 f_dc_1 f_dc_2") * SH0 + 0.5, world["rgb"], 1e-5)
    near("opacities", 1 / (1 + np.exp(-rows["opacity"].astype(float))), world["opacities"], 1e-6)
    near("scales", columns(rows, "scale_0 scale_1 scale_2"), world["log_scales"], 1e-5)
    q = columns(rows, "rot_0 rot_1 rot_2 rot_3").astype(float)
    same_rotations(q / np.linalg.norm(q, axis=1, keepdims=True), world["q"], 1e-6)
    return rows


def ply3():
    rows = ply()
    rest = [name for name in rows if name.startswith("f_rest_")]
    assert len(rest) == 45 and not any(rows[name].any() for name in rest), rest


def glb():
    import pygltflib
    gltf, world = pygltflib.GLTF2().load(FILE), load()
    assert gltf.extensionsUsed == ["KHR_gaussian_splatting"]
    primitive = gltf.meshes[0].primitives[0]
    assert primitive.mode == pygltflib.POINTS
    assert primitive.extensions == {
        "KHR_gaussian_splatting": {"kernel": "ellipse", "colorSpace": "srgb_rec709_display"}}
    kinds = {pygltflib.FLOAT: np.float32, pygltflib.UNSIGNED_BYTE: np.uint8}
    widths = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}

    def values(name):
        accessor = gltf.accessors[getattr(primitive.attributes, name)]
        view = gltf.bufferViews[accessor.bufferView]
        assert view.byteOffset % 4 == 0
        data = gltf.binary_blob()[view.byteOffset:view.byteOffset + view.byteLength]
        return np.frombuffer(data, kinds[accessor.componentType]).reshape(accessor.count, widths[accessor.type])

    name = "KHR_gaussian_splatting:"
    near("means", values("POSITION"), world["means"], 1e-5)
    near("bounds", gltf.accessors[primitive.attributes.POSITION].min, values("POSITION").min(0), 0)
    same_rotations(values(name + "ROTATION")[:, [3, 0, 1, 2]].astype(float), world["q"], 1e-6)
    near("scales", np.log(values(name + "SCALE")), world["log_scales"], 1e-5)
    near("opacities", values(name + "OPACITY")[:, 0], world["opacities"], 1e-6)
    assert values(name + "OPACITY").max() == 1
    near("colours", values(name + "SH_DEGREE_0_COEF_0") * SH0 + 0.5, world["rgb"], 1e-5)
    rgb = np.clip(world["rgb"], 0, 1)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055)**2.4)
    near("points' colours", values("COLOR_0")[:, :3] / 255, linear, 0.008)


def spz():
    rows, world = by_gaussforge("spz"), load()
    flip = np.array([1, -1, -1])  # GaussForge leaves the format's axes as they are
    near("means", columns(rows, "x y z") * flip, world["means"], 0.5 / 4096 + 1e-6)
    rgb = columns(rows, "f_dc_0 f_dc_1 f_dc_2") * SH0 + 0.5
    step = SH0 / 0.15 / 255
    near("colours", rgb, np.clip(world["rgb"], 0.5 - 127.5 * step, 0.5 + 127.5 * step), step / 2 + 1e-5)
    # 0 and 1 come as infinite logits or, from newer versions of the spz library, as 1/255 and 254/255.
    alphas = 1 / (1 + np.exp(-rows["opacity"].astype(float)))
    near("opacities", *(np.clip(a, 1 / 255, 254 / 255) for a in (alphas, world["opacities"])), 0.5 / 255 + 1e-5)
    scales = columns(rows, "scale_0 scale_1 scale_2")
    near("scales", scales, np.clip(world["log_scales"], -10, 255 / 16 - 10), 1 / 32 + 1e-5)
    q = columns(rows, "rot_0 rot_1 rot_2 rot_3") * np.array([1, 1, -1, -1])
    same_rotations(q, world["q"], 2e-6)


def make_spz(version):
    """FILE, of the PLY file MAP"""
    import gaussforge
    with open(MAP, "rb") as ply, open(FILE, "wb") as spz:
        spz.write(gaussforge.GaussForge().convert(ply.read(), "ply", "spz", spz_version=version)["data"])


def make_spz3():
    make_spz(3)


def make_spz4():
    make_spz(4)


def same_spz():
    """FILE says what the SPZ file MAP does, but for the one Gaussian that is invisible"""
    before, after = by_gaussforge("spz", MAP), by_gaussforge("spz")
    seen = np.arange(len(before["x"])) != np.argmin(before["opacity"])
    q = "rot_0 rot_1 rot_2 rot_3"
    same_rotations(columns(after, q), columns(before, q)[seen], 1e-5)
    for name in "x y z f_dc_0 f_dc_1 f_dc_2 scale_0 scale_1 scale_2 opacity".split():
        np.testing.assert_allclose(after[name], before[name][seen], atol=1e-5, err_msg=name)


def sog():
    rows, world = by_gaussforge("sog"), load()
    log = np.sign(world["means"]) * np.log1p(np.abs(world["means"]))
    step = np.ptp(log, axis=0) / 65535 * (1 + np.abs(world["means"])).max(0)
    near("means", columns(rows, "x y z") / step, world["means"] / step, 0.51)
    rgb = columns(rows, "f_dc_0 f_dc_1 f_dc_2") * SH0 + 0.5
    high = world["rgb"].max()
    step = min(np.ptp(world["rgb"]), 8 * SH0) / 255
    near("colours", rgb, np.clip(world["rgb"], high - 255 * step, high), step / 2 + 1e-5)
    alphas = 1 / (1 + np.exp(-rows["opacity"].astype(float)))
    near("opacities", *(np.clip(a, 1 / 255, 254 / 255) for a in (alphas, world["opacities"])), 0.5 / 255 + 1e-5)
    high = world["log_scales"].max()
    step = min(np.ptp(world["log_scales"]), 16) / 255
    near("scales", columns(rows, "scale_0 scale_1 scale_2"), np.clip(world["log_scales"], high - 255 * step, high), step / 2 + 1e-5)
    same_rotations(columns(rows, "rot_0 rot_1 rot_2 rot_3"), world["q"], 5e-5)


def usda():
    from pxr import Usd, UsdGeom, UsdVol
    stage, world = Usd.Stage.Open(FILE), load()
    assert UsdGeom.GetStageUpAxis(stage) in ("Y", "Z") and UsdGeom.GetStageMetersPerUnit(stage) == 1
    splats = UsdVol.ParticleField3DGaussianSplat(stage.GetDefaultPrim())
    assert splats and splats.GetPrim().IsValid()

    def values(name):
        return np.array(splats.GetPrim().GetAttribute(name).Get())

    near("means", values("positions"), world["means"], 1e-5)
    quaternions = splats.GetPrim().GetAttribute("orientations").Get()
    q = np.array([[q.GetReal(), *q.GetImaginary()] for q in quaternions])
    same_rotations(q, world["q"], 1e-6)
    near("scales", np.log(values("scales")), world["log_scales"], 1e-5)
    near("opacities", values("opacities"), world["opacities"], 1e-6)
    assert values("radiance:sphericalHarmonicsDegree") == 0
    near("colours", values("radiance:sphericalHarmonicsCoefficients") * SH0 + 0.5, world["rgb"], 1e-5)
    low, high = values("extent")
    assert (low < world["means"].min(0)).all() and (high > world["means"].max(0)).all()


def cameras():
    """frames of the data set, times [s] and poses (world from camera) of the frames that were not lost"""
    z = np.load(MAP, allow_pickle=False)
    known = z["isogs_frame_states"] != 2
    poses = np.array([z["isogs_world_from_map"] @ np.linalg.inv(p) for p in z["isogs_poses"][known]])
    return z["isogs_frame_indices"][known], z["isogs_timestamps"][known], poses


def tum():
    from evo.tools import file_interface
    read, (_, times, poses) = file_interface.read_tum_trajectory_file(FILE), cameras()
    near("times", read.timestamps, times, 1e-6)
    near("poses", np.array(read.poses_se3), poses, 1e-9)


def kitti():
    from evo.tools import file_interface
    read = file_interface.read_kitti_poses_file(FILE)
    near("poses", np.array(read.poses_se3), cameras()[2], 1e-9)


def csv():
    import pandas
    from scipy.spatial.transform import Rotation
    read, (frames, times, poses) = pandas.read_csv(FILE), cameras()
    assert read["frame"].tolist() == frames.tolist() and set(read["state"]) <= {"tracking", "uncertain"}
    near("times", read["time_s"], times, 1e-6)
    near("positions", read[["tx_m", "ty_m", "tz_m"]], poses[:, :3, 3], 1e-9)
    near("rotations", Rotation.from_quat(read[["qx", "qy", "qz", "qw"]].to_numpy()).as_matrix(), poses[:, :3, :3], 1e-9)


def camera_at_half_pixels():
    z = np.load(MAP, allow_pickle=False)
    return [*z["isogs_camera"][:2], *(z["isogs_camera"][2:] + 0.5)], [int(z["org_width"]), int(z["org_height"])]


def images_are_there(names, folder, channels, kind):
    from PIL import Image
    for name in names:
        image = np.array(Image.open(f"{FILE}/{folder}/{name}"))
        assert image.shape[:2] == tuple(camera_at_half_pixels()[1][::-1]) and image.dtype == kind, (image.shape, image.dtype)
        assert image.ndim == (3 if channels == 3 else 2) and image.max() > 50


def colmap():
    import pycolmap
    model = pycolmap.Reconstruction(FILE + "/sparse/0")
    (frames, _, poses), world, (numbers, size) = cameras(), load(), camera_at_half_pixels()
    camera = model.cameras[1]
    assert [camera.width, camera.height] == size and camera.model == pycolmap.CameraModelId.PINHOLE
    near("camera", camera.params, numbers, 1e-9)
    images = [model.images[k + 1] for k in range(len(model.images))]
    assert [image.name for image in images] == [f"frame{index:06}.png" for index in frames]
    found = np.array([image.cam_from_world().inverse().matrix() for image in images])
    near("poses", found, poses[:, :3], 1e-9)
    images_are_there([image.name for image in images], "images", 3, np.uint8)
    points = [model.points3D[k + 1] for k in range(len(model.points3D))]
    near("points", np.array([point.xyz for point in points]), world["means"], 1e-5)
    near("colours", np.array([point.color for point in points]), np.clip(world["rgb"], 0, 1) * 255, 0.51)


def nerfstudio():
    import json
    with open(FILE + "/transforms.json") as file:
        about = json.load(file)
    (frames, _, poses), (numbers, size) = cameras(), camera_at_half_pixels()
    assert [about["w"], about["h"]] == size and about["ply_file_path"] == "points.ply"
    near("camera", [about[key] for key in ("fl_x", "fl_y", "cx", "cy")], numbers, 1e-9)
    names = [f"frame{index:06}.png" for index in frames]
    assert [frame["file_path"] for frame in about["frames"]] == ["images/" + name for name in names]
    found = np.array([frame["transform_matrix"] for frame in about["frames"]])
    near("poses", found @ np.diag([1, -1, -1, 1]), poses, 1e-9)
    images_are_there(names, "images", 3, np.uint8)
    assert [frame["depth_file_path"] for frame in about["frames"]] == ["depth/" + name for name in names]
    from PIL import Image
    depth = np.array(Image.open(FILE + "/depth/" + names[0]))
    assert depth.dtype in (np.uint16, np.int32) and 300 < np.median(depth[depth > 0]) < 10000, depth.dtype


globals()[CASE]()
