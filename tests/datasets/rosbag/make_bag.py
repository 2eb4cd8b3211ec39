# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""make_bag.py CONTAINER COLOR DEPTH OUT [--frames 8] [--repeat 1] [--poses tf|odometry|pose]: the sample's frames as a recording
that writers which are not ours make (rosbags, mcap, mcap-ros2-support).

CONTAINER  ros1 ros1-bz2 ros1-lz4 sqlite mcap mcap-none mcap-lz4 mcap-zstd mcap-bare (no summary) mcap-flat (no chunks) mcap-ros2 mcap-ros1
COLOR      file (the sample's JPEG as it is) png rgb8 bgr8 rgba8 bgra8 mono8
DEPTH      16UC1 mono16 16UC1-big 16UC1-padded 32FC1 png (compressedDepth) inverse (compressedDepth of floats)
"""

import argparse
import io
import json
import pathlib
import shutil
import struct

import numpy as np
from PIL import Image
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

SAMPLE = pathlib.Path("datasets/sample")
START_NS = 1_700_000_000_000_000_000
STEP_NS, DEPTH_LATER_NS = 33_333_333, 1_000_000
INVERSE_A, INVERSE_B = 6000.0, -500.0  # depth = A / (value - B)

parser = argparse.ArgumentParser()
parser.add_argument("container")
parser.add_argument("color")
parser.add_argument("depth")
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--frames", type=int, default=8)
parser.add_argument("--repeat", type=int, default=1)
parser.add_argument("--poses", choices=("tf", "odometry", "pose"))
args = parser.parse_args()

is_ros1 = "ros1" in args.container
store = get_typestore(Stores.ROS1_NOETIC if is_ros1 else Stores.ROS2_HUMBLE)
if is_ros1:
    store.register(get_types_from_msg("geometry_msgs/TransformStamped[] transforms", "tf2_msgs/msg/TFMessage"))
scale = json.loads((SAMPLE / "cam_params.json").read_text())["camera"]
T = store.types


def header(time_ns, frame):
    stamp = T["builtin_interfaces/msg/Time"](sec=time_ns // 10**9, nanosec=time_ns % 10**9)
    fields = dict(stamp=stamp, frame_id=("/" if is_ros1 else "") + frame)
    return T["std_msgs/msg/Header"](**(dict(seq=0) | fields if is_ros1 else fields))


def raw(head, pixels, encoding, big=False, pad=0):
    rows = np.ascontiguousarray(pixels).view(np.uint8).reshape(pixels.shape[0], -1)
    rows = np.pad(rows, ((0, 0), (0, pad)), constant_values=77)
    return T["sensor_msgs/msg/Image"](header=head, height=pixels.shape[0], width=pixels.shape[1], encoding=encoding,
                                      is_bigendian=int(big), step=rows.shape[1], data=rows.ravel())


def compressed(head, form, data):
    return T["sensor_msgs/msg/CompressedImage"](header=head, format=form, data=np.frombuffer(data, np.uint8))


def color_message(number, head):
    file = (SAMPLE / f"results/frame{number:06d}.jpg").read_bytes()
    if args.color == "file":
        return "/camera/color/image_raw/compressed", compressed(head, "rgb8; jpeg compressed bgr8", file)
    rgb = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
    if args.color == "png":
        out = io.BytesIO()
        Image.fromarray(rgb).save(out, "png", compress_level=1)
        return "/camera/color/image_raw/compressed", compressed(head, "rgb8; png compressed bgr8", out.getvalue())
    alpha = np.full_like(rgb[..., :1], 9)
    pixels = {"rgb8": rgb, "bgr8": rgb[..., ::-1], "rgba8": np.concatenate([rgb, alpha], 2), "bgra8": np.concatenate([rgb[..., ::-1], alpha], 2),
              "mono8": rgb[..., 1]}[args.color]
    return "/camera/color/image_raw", raw(head, pixels, args.color)


def png16(values):
    out = io.BytesIO()
    Image.fromarray(values.astype(np.uint16)).save(out, "png", compress_level=1)
    return out.getvalue()


def depth_message(number, head):
    file = (SAMPLE / f"results/depth{number:06d}.png").read_bytes()
    stored = np.asarray(Image.open(io.BytesIO(file))).astype(np.uint16)
    topic = "/camera/aligned_depth_to_color/image_raw"
    if args.depth == "png":
        return topic + "/compressedDepth", compressed(head, "16UC1; compressedDepth png", struct.pack("<iff", 0, 0, 0) + file)
    metres = stored.astype(np.float32) / np.float32(scale["scale"])
    if args.depth == "inverse":
        values = np.zeros_like(stored)
        values[stored > 0] = np.round(INVERSE_A / metres[stored > 0] + INVERSE_B)
        return topic + "/compressedDepth", compressed(head, "32FC1; compressedDepth", struct.pack("<iff", 1, INVERSE_A, INVERSE_B) + png16(values))
    if args.depth == "32FC1":
        return topic, raw(head, np.where(stored > 0, metres, np.float32("nan")), "32FC1")
    if args.depth == "16UC1-big":
        return topic, raw(head, stored.astype(">u2"), "16UC1", big=True)
    return topic, raw(head, stored, args.depth.split("-")[0], pad=22 if args.depth.endswith("padded") else 0)


def info_message(head):
    fields = dict(header=head, height=scale["h"], width=scale["w"], distortion_model="plumb_bob")
    k = np.array([scale["fx"], 0, scale["cx"], 0, scale["fy"], scale["cy"], 0, 0, 1], float)
    arrays = dict(d=np.zeros(5), k=k, r=np.eye(3).ravel(), p=np.insert(k, [3, 6, 9], 0.0))
    roi = T["sensor_msgs/msg/RegionOfInterest"](x_offset=0, y_offset=0, height=0, width=0, do_rectify=False)
    named = {name.upper() if is_ros1 else name: value for name, value in arrays.items()}
    return T["sensor_msgs/msg/CameraInfo"](**fields, **named, binning_x=0, binning_y=0, roi=roi)


def pose_parts(number):
    m = np.loadtxt(SAMPLE / "traj.txt")[number].reshape(4, 4)
    w = np.sqrt(max(0.0, 1 + np.trace(m[:3, :3]))) / 2
    q = np.array([m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]]) / (4 * w)
    return m[:3, 3], (*q, w)


def transform(head, child, position, q):
    t = T["geometry_msgs/msg/Transform"](translation=T["geometry_msgs/msg/Vector3"](*map(float, position)),
                                         rotation=T["geometry_msgs/msg/Quaternion"](*map(float, q)))
    return T["geometry_msgs/msg/TransformStamped"](header=head, child_frame_id=child, transform=t)


def pose_messages(number, time_ns):
    if args.poses is None:
        return []
    position, q = pose_parts(number)
    pose = T["geometry_msgs/msg/Pose"](position=T["geometry_msgs/msg/Point"](*map(float, position)),
                                       orientation=T["geometry_msgs/msg/Quaternion"](*map(float, q)))
    if args.poses == "pose":
        return [("/pose", T["geometry_msgs/msg/PoseStamped"](header=header(time_ns, "world"), pose=pose))]
    if args.poses == "odometry":
        zero = T["geometry_msgs/msg/Vector3"](0.0, 0.0, 0.0)
        twist = T["geometry_msgs/msg/TwistWithCovariance"](twist=T["geometry_msgs/msg/Twist"](linear=zero, angular=zero), covariance=np.zeros(36))
        with_covariance = T["geometry_msgs/msg/PoseWithCovariance"](pose=pose, covariance=np.zeros(36))
        return [("/odom", T["nav_msgs/msg/Odometry"](header=header(time_ns, "world"), child_frame_id="camera_optical", pose=with_covariance, twist=twist))]
    # The camera sits on a body, 1 m above it and turned by a quarter: world <- body <- camera.
    r = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    m = np.eye(4)
    m[:3, :3], m[:3, 3] = r, (0, 0, 1)
    world_from_camera = np.loadtxt(SAMPLE / "traj.txt")[number].reshape(4, 4)
    world_from_body = world_from_camera @ np.linalg.inv(m)
    w = np.sqrt(max(1e-12, 1 + np.trace(world_from_body[:3, :3]))) / 2
    b = world_from_body
    qb = np.array([b[2, 1] - b[1, 2], b[0, 2] - b[2, 0], b[1, 0] - b[0, 1]]) / (4 * w)
    tf_type = T["tf2_msgs/msg/TFMessage"]
    found = [("/tf", tf_type(transforms=[transform(header(time_ns, "world"), "body", b[:3, 3], (*qb, w))]))]
    if time_ns == START_NS:
        s = np.sqrt(0.5)
        fixed = transform(header(time_ns, "body"), "camera_optical", (0, 0, 1), (0, 0, s, s))
        found.append(("/tf_static", tf_type(transforms=[fixed])))
    return found


def messages():
    """(topic, message, time it was recorded), as they would arrive"""
    for i in range(args.frames * args.repeat):
        number, time_ns = i % args.frames, START_NS + i * STEP_NS
        color_head, depth_head = header(time_ns, "camera_optical"), header(time_ns + DEPTH_LATER_NS, "camera_optical")
        recorded_ns = time_ns + 20_000_000
        for topic, message in pose_messages(number, time_ns):
            yield topic, message, recorded_ns
        yield "/camera/color/camera_info", info_message(color_head), recorded_ns
        yield *color_message(number, color_head), recorded_ns
        yield *depth_message(number, depth_head), recorded_ns + 3_000_000


def write_rosbags():
    if is_ros1:
        from rosbags.rosbag1 import Writer
        writer = Writer(args.out)
        packing = args.container.partition("-")[2]
        if packing:
            writer.set_compression(Writer.CompressionFormat[packing.upper()])
    else:
        from rosbags.rosbag2 import StoragePlugin, Writer
        plugin = StoragePlugin.MCAP if args.container == "mcap" else StoragePlugin.SQLITE3
        writer = Writer(args.out, version=8, storage_plugin=plugin)
    connections = {}
    with writer:
        for topic, message, recorded_ns in messages():
            name = message.__msgtype__
            if topic not in connections:
                connections[topic] = writer.add_connection(topic, name, typestore=store)
            data = store.serialize_ros1(message, name) if is_ros1 else store.serialize_cdr(message, name)
            writer.write(connections[topic], recorded_ns, data)


def write_mcap():
    from mcap.writer import CompressionType, IndexType, Writer
    packing = {"mcap-lz4": CompressionType.LZ4, "mcap-zstd": CompressionType.ZSTD}.get(args.container, CompressionType.NONE)
    keep = dict(compression=packing)
    if args.container == "mcap-bare":
        keep |= dict(index_types=IndexType.NONE, repeat_channels=False, repeat_schemas=False, use_statistics=False, use_summary_offsets=False)
    if args.container == "mcap-flat":
        keep |= dict(use_chunking=False)
    with open(args.out, "wb") as file:
        writer = Writer(file, **keep)
        writer.start(profile="ros1" if is_ros1 else "ros2")
        channels = {}
        for topic, message, recorded_ns in messages():
            name = message.__msgtype__
            if topic not in channels:
                schema_name = name.replace("/msg/", "/") if is_ros1 else name
                definition = store.generate_msgdef(name, ros_version=1 if is_ros1 else 2)[0]
                schema = writer.register_schema(schema_name, "ros1msg" if is_ros1 else "ros2msg", definition.encode())
                channels[topic] = writer.register_channel(topic, "ros1" if is_ros1 else "cdr", schema)
            data = store.serialize_ros1(message, name) if is_ros1 else store.serialize_cdr(message, name)
            writer.add_message(channels[topic], recorded_ns, bytes(data), recorded_ns)
        writer.finish()


def write_mcap_ros2():
    from dataclasses import fields, is_dataclass
    from mcap_ros2.writer import Writer

    def plain(value):
        if is_dataclass(value):
            return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "__msgtype__"}
        if isinstance(value, np.ndarray):
            return value.tobytes() if value.dtype == np.uint8 else value.tolist()
        return [plain(v) for v in value] if isinstance(value, list) else value

    with open(args.out, "wb") as file:
        writer = Writer(file)
        schemas = {}
        for topic, message, recorded_ns in messages():
            name = message.__msgtype__
            if name not in schemas:
                schemas[name] = writer.register_msgdef(name, store.generate_msgdef(name, ros_version=2)[0])
            writer.write_message(topic, schemas[name], plain(message), log_time=recorded_ns, publish_time=recorded_ns)
        writer.finish()


if args.out.is_dir():
    shutil.rmtree(args.out)
args.out.unlink(missing_ok=True)
if args.container == "mcap-ros2":
    write_mcap_ros2()
elif args.container.startswith("mcap-"):
    write_mcap()
else:
    write_rosbags()
