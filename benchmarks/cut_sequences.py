# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Sequences of images that jump, go dark or lose their depth, made of others' by links; for lost_and_found.py."""
import math
import random
import struct
import zlib
from dataclasses import dataclass

KINDS = ("jump", "dark", "no depth")
DARK_FRAMES, BLIND_FRAMES = 90, 30  # 3 s and 1 s
ONWARD_FRAMES, AFTER_FRAMES = 15, 60  # seen afterwards: before the camera turns back; where it need not
FIRST_CUT, LAST_CUT = 60, 150
JUMP_M, JUMP_DEGREES = (0.3, 2.0), 60.0


@dataclass(frozen=True)
class Layout:
    """where the images of frame `{}` lie, and how its depth is stored"""
    color: str
    depth: str
    units_per_m: float


LAYOUTS = {"replica": Layout("results/frame{:06d}.jpg", "results/depth{:06d}.png", 6553.5),
           "seven_scenes": Layout("frame-{:06d}.color.jpg", "frame-{:06d}.depth.png", 1000.0)}


@dataclass(frozen=True)
class Shown:
    """a frame of a cut sequence: the frame that it was, and what is wrong with it"""
    source: int
    fault: str = ""  # "black": colour; "covered": colour and depth; "wall": a grey one at 1 m; "blind": no depth


@dataclass(frozen=True)
class Cut:
    kind: str
    last: int  # position of the last frame before it
    frames: tuple


def read_poses(folder, layout):
    """world from camera of each frame, 16 numbers by rows"""
    if layout == "replica":
        return [[float(word) for word in line.split()] for line in (folder / "traj.txt").read_text().splitlines()]
    return [[float(word) for word in path.read_text().split()] for path in sorted(folder.glob("*.pose.txt"))]


def place(pose):
    return (pose[3], pose[7], pose[11])


def distance(a, b):
    return math.dist(place(a), place(b))


def degrees_between(a, b):
    trace = sum(a[4 * row + column] * b[4 * row + column] for row in range(3) for column in range(3))
    return math.degrees(math.acos(max(-1.0, min(1.0, (trace - 1.0) / 2.0))))


def jump(poses, draw, number):
    """to what was seen before the cut or, each second time, anywhere"""
    while True:
        last = draw.randrange(FIRST_CUT, LAST_CUT)
        to = draw.randrange(0, len(poses) - AFTER_FRAMES if number % 2 == 1 else last)
        far = distance(poses[last], poses[to])
        if JUMP_M[0] <= far <= JUMP_M[1] and degrees_between(poses[last], poses[to]) <= JUMP_DEGREES:
            return Cut("jump", last, tuple(Shown(i) for i in [*range(last + 1), *range(to, to + AFTER_FRAMES)]))


def back_again(last, hidden):
    """what is seen when the camera goes on from `hidden` frames after `last`, then turns and comes all the way back"""
    turn = last + hidden + ONWARD_FRAMES
    return [*map(Shown, range(last + hidden + 1, turn + 1)), *map(Shown, range(turn - 1, last - ONWARD_FRAMES, -1))]


def dark(poses, draw, number):
    """3 s that show nothing; the camera stands still meanwhile or, each second time, goes on"""
    last = draw.randrange(FIRST_CUT, min(LAST_CUT, len(poses) - DARK_FRAMES - AFTER_FRAMES))
    fault = ("black", "covered", "wall")[number % 3]
    goes_on = number % 2 == 1
    hidden = [Shown(last + 1 + i if goes_on else last, fault) for i in range(DARK_FRAMES)]
    after = back_again(last, DARK_FRAMES) if goes_on else map(Shown, range(last + 1, last + 1 + AFTER_FRAMES))
    return Cut("dark", last, (*map(Shown, range(last + 1)), *hidden, *after))


def no_depth(_poses, draw, _number):
    last = draw.randrange(FIRST_CUT, LAST_CUT)
    hidden = [Shown(i, "blind") for i in range(last + 1, last + 1 + BLIND_FRAMES)]
    return Cut("no depth", last, (*map(Shown, range(last + 1)), *hidden, *back_again(last, BLIND_FRAMES)))


def make_cuts(poses, seed, each):
    draw = random.Random(seed)
    return [make(poses, draw, number) for make in (jump, dark, no_depth) for number in range(each)]


def png(width, height, bits, channels, value):
    """an image of one value"""
    row = b"\0" + (struct.pack(">H", value) if bits == 16 else bytes([value])) * (width * channels)
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", width, height, bits, 2 if channels == 3 else 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) +
            chunk(b"IEND", b""))


def size_of(path):
    """of a PNG"""
    return struct.unpack(">II", path.read_bytes()[16:24])


def write_cut(cut, source, layout_name, poses, folder):
    """the cut sequence as a data set of the same layout"""
    layout = LAYOUTS[layout_name]
    (folder / layout.color).parent.mkdir(parents=True)
    width, height = size_of(source / layout.depth.format(0))
    black, grey = png(width, height, 8, 3, 0), png(width, height, 8, 3, 128)
    nothing, wall = png(width, height, 16, 1, 0), png(width, height, 16, 1, round(layout.units_per_m))
    colors = {"black": black, "covered": black, "wall": grey}
    depths = {"covered": nothing, "wall": wall, "blind": nothing}

    def put(name, index, shown, faulty):
        target = folder / name.format(index)
        if shown.fault in faulty:
            (target.with_suffix(".png")).write_bytes(faulty[shown.fault])
        else:
            target.symlink_to(source / name.format(shown.source))

    for index, shown in enumerate(cut.frames):
        put(layout.color, index, shown, colors)
        put(layout.depth, index, shown, depths)
    shown_poses = [" ".join(map(repr, poses[shown.source])) + "\n" for shown in cut.frames]
    if layout_name == "replica":
        (folder / "cam_params.json").symlink_to(source / "cam_params.json")
        (folder / "traj.txt").write_text("".join(shown_poses))
    else:
        for index, line in enumerate(shown_poses):
            (folder / f"frame-{index:06d}.pose.txt").write_text(line)
