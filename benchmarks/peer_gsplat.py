#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
"""Measures gsplat (PyPI) on a scene that rasterizer_benchmark --save-scene wrote: the same map, camera and gradients of the image.

    benchmarks/peer_gsplat.py SCENE.npz [--repetitions N] [--output FILE]

Prints one line of JSON: for packed and unpacked the smallest times of forward and backward [ms], once by CUDA events and once by the
clock from an idle GPU to an idle GPU, as rasterizer_benchmark takes its own; the faster of the two modes; and the PSNR of its
colours against ours; below 40 dB the pictures are not of the same problem, and the exit code is 1. Its inputs are activated
already and its derivatives are of those, so that what our times hold of that comes on top. Exit code 3 if there is no gsplat, or no
nvcc for the kernels that it compiles when it is first used. Needs torch, numpy and gsplat.
"""
import argparse
import json
import math
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LEAST_PSNR_DB = 40.0
BLUR_PX2 = 0.3  # added to the image variances; ours, and gsplat's default
WARM_UP = 10
NOT_AVAILABLE = 3


def leave_out(why):
    print(f"peer_gsplat: left out: {why}")
    sys.exit(NOT_AVAILABLE)


try:
    import numpy as np
    import torch
    from gsplat import rasterization
except ImportError as error:
    leave_out(f"{error}; pip install gsplat")


@dataclass
class Scene:
    gaussians: dict  # gsplat's names -> tensors, activated, on the device
    camera: dict  # viewmats [1,4,4], Ks [1,3,3], width, height, near_plane
    image: torch.Tensor  # ours [H,W,3]
    gradients: tuple  # of colours and depth [1,H,W,4], and of opacity [1,H,W,1]


def load_scene(path, device):
    arrays = np.load(path)

    def tensor(name):
        return torch.from_numpy(arrays[name]).to(device=device, dtype=torch.float32)

    gaussians = {"means": tensor("means"), "quats": tensor("rotations"), "scales": tensor("log_scales").exp(),
                 "opacities": tensor("logit_opacities").sigmoid(), "colors": tensor("colors")}
    fx, fy, cx, cy = (float(value) for value in arrays["intrinsics"])
    # gsplat's pixel centres are at halves, ours at whole numbers.
    matrix = torch.tensor([[[fx, 0.0, cx + 0.5], [0.0, fy, cy + 0.5], [0.0, 0.0, 1.0]]], device=device)
    planes, gradients = tensor("planes"), tensor("plane_gradients").permute(1, 2, 0)[None].contiguous()
    camera = {"viewmats": tensor("camera_from_map")[None], "Ks": matrix, "width": planes.shape[2],
              "height": planes.shape[1], "near_plane": float(arrays["near_plane_m"][0])}
    return Scene({name: values.requires_grad_() for name, values in gaussians.items()}, camera,
                 planes[:3].permute(1, 2, 0), (gradients[..., :4].contiguous(), gradients[..., 4:].contiguous()))


def render(scene, packed):
    """-> (red, green, blue, sum of alpha T z [1,H,W,4]; sum of alpha T [1,H,W,1])"""
    image, alphas, _ = rasterization(**scene.gaussians, **scene.camera, sh_degree=None, render_mode="RGB+D", packed=packed,
                                     absgrad=False, eps2d=BLUR_PX2)
    return image, alphas


def psnr_db(image, expected):
    """peak 1; colours are clamped as for a screen"""
    error = torch.mean((image.clamp(0.0, 1.0) - expected.clamp(0.0, 1.0)).double()**2).item()
    return -10.0 * math.log10(max(error, 1e-12))


def smallest_ms(call, repetitions):
    """-> (by CUDA events, by the clock)"""
    by_events, by_clock = [], []
    for repetition in range(WARM_UP + repetitions):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        torch.cuda.synchronize()
        started = time.perf_counter()
        begin.record()
        call()
        end.record()
        torch.cuda.synchronize()
        if repetition >= WARM_UP:
            by_clock.append(1e3 * (time.perf_counter() - started))
            by_events.append(begin.elapsed_time(end))
    return min(by_events), min(by_clock)


def measure(scene, packed, repetitions):
    outputs = render(scene, packed)
    leaves = tuple(scene.gaussians.values())

    def backward():
        torch.autograd.grad(outputs, leaves, scene.gradients, retain_graph=True)

    forward_events, forward_clock = smallest_ms(lambda: render(scene, packed), repetitions)
    backward_events, backward_clock = smallest_ms(backward, repetitions)
    return {"psnr_db": psnr_db(outputs[0].detach()[0, ..., :3], scene.image),
            "forward_ms": forward_clock, "backward_ms": backward_clock,
            "forward_events_ms": forward_events, "backward_events_ms": backward_events}


def compile_kernels():
    """at first use, which takes minutes; leaves out if that cannot be"""
    try:
        from gsplat.cuda._backend import _C as kernels
    except Exception as error:  # pylint: disable=broad-except; the compiler's failure comes as any
        leave_out(f"its kernels do not compile here: {str(error).strip().splitlines()[-1]}")
    if kernels is None:
        leave_out("its kernels are compiled at first use, and there is no nvcc")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", type=Path)
    parser.add_argument("--repetitions", type=int, default=40, help="of which the smallest time counts (default: 40)")
    parser.add_argument("--output", type=Path, help="also write the JSON here")
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        leave_out("PyTorch finds no GPU")
    compile_kernels()
    scene = load_scene(arguments.scene, "cuda")
    modes = {name: measure(scene, name == "packed", arguments.repetitions) for name in ("packed", "unpacked")}
    fastest = min(modes, key=lambda name: modes[name]["forward_ms"] + modes[name]["backward_ms"])
    result = {"system": f"gsplat {version('gsplat')}", "gaussians": len(scene.gaussians["means"]),
              "size": [scene.camera["width"], scene.camera["height"]], "fastest": fastest, **modes}
    text = json.dumps(result)
    if arguments.output:
        arguments.output.write_text(text + "\n")
    print(text)
    if modes[fastest]["psnr_db"] < LEAST_PSNR_DB:
        print(f"peer_gsplat: found {modes[fastest]['psnr_db']:.1f} dB between the pictures, expected {LEAST_PSNR_DB:g} or more")
        sys.exit(1)


if __name__ == "__main__":
    main()
