# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""What benchmarks/results.py runs on, what is to be reached there, and what others published."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sequence:
    name: str  # as --only names it, and the run directory
    title: str  # in tables
    config: str  # from the source root
    folders: tuple[str, ...]  # the first that exists is used; under --data unless it starts with "./"
    frames: int  # from the first
    size: tuple[int, int]  # that the configuration works at [px]
    stored_size: tuple[int, int]  # of the images [px]
    goals: dict[str, tuple[str, float]] = field(default_factory=dict)  # figure -> at most or at least


SEQUENCES = (
    Sequence(
        "replica_room0", "Replica room0, frames 0-19", "configs/replica/room0.yaml",
        ("Replica/room0", "replica/room0"), 20, (1200, 680), (1200, 680),
        {"ate_rmse_mm": ("<=", 1.5), "psnr_mapped_db": (">=", 33.0), "psnr_unseen_db": (">=", 32.0),
         "depth_l1_unseen_cm": ("<=", 0.7)}),
    Sequence(
        "seven_scenes", "7-Scenes redkitchen, frames 0-199", "configs/seven_scenes/redkitchen.yaml",
        ("seven_scenes/redkitchen/seq-01", "seven_scenes/seq"), 200, (320, 240), (640, 480),
        {"ate_rmse_mm": ("<=", 20.9), "lost": ("<=", 0), "fps": (">=", 6.0), "peak_rss_mib": ("<=", 1024)}),
    Sequence(
        "living_room_a", "living_room_a, 300 frames", "configs/living_room.yaml",
        ("living_room/living_room_a",), 300, (320, 240), (640, 480),
        {"ate_rmse_mm": ("<=", 5.0), "psnr_unseen_db": (">=", 28.0), "fps": (">=", 6.0)}),
    Sequence(
        "living_room_a_noisy", "living_room_a_noisy, 120 frames", "configs/living_room.yaml",
        ("living_room/living_room_a_noisy",), 120, (320, 240), (640, 480)),
    Sequence(
        "sample", "the sample, 60 frames", "configs/demo.yaml",
        ("./datasets/sample",), 60, (320, 240), (320, 240)),
)  # yapf: disable

# Means over the eight scenes of Replica, 2000 frames each at 1200x680, from the papers; PSNR on mapped views.
PUBLISHED = (
    # system, paper, ATE RMSE [cm], PSNR [dB], depth L1 [cm], speed and memory
    ("GauS-SLAM", "arXiv:2505.01934", 0.06, 40.25, 0.43, "about 1.7 s a frame on an RTX A6000"),
    ("LoopSplat", "arXiv:2408.10154", 0.26, 36.63, 0.51, "1.8 s a frame, 7.0 GiB"),
    ("Gaussian-SLAM", "arXiv:2312.10070", 0.31, 42.08, 0.68, "PSNR on submaps"),
    ("SplaTAM", "arXiv:2312.02126", 0.36, 34.11, 0.72, "7.6 s a frame, 18.5 GiB"),
)
