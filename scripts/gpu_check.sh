#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# All that needs a GPU: builds for CUDA, puts programs, the few libraries that a machine with PyTorch 2.11 may lack, gsplat and some data into
# build/gpu_check, and, where there is a GPU, runs tests, compute-sanitizer, benchmarks and sequences there (benchmarks/gpu_check.py).
#   scripts/gpu_check.sh [DATA]      DATA: folder of living_room/living_room_a and Replica/room0 (default: data); optional
# Without a GPU here, take build/gpu_check.tar.gz to a machine with one and Python with PyTorch 2.11 for CUDA 13, and run in it:
#   python3 benchmarks/gpu_check.py --output DIR
set -euo pipefail
source "$(dirname "$(realpath "$0")")/common.sh"
leave_root "$@"
data=$(cd "$started_in" && realpath -m -- "${1:-$source_root/data}")
bundle=build/gpu_check
replica_frames=20
living_room_frames=60
tests=(loss_test surface_loss_test rasterizer_test aligner_test slam_test meshing_test cuda_slam_test)
benchmarks=(rasterizer_benchmark surface_loss_benchmark surface_loss_memory loss_benchmark densify_benchmark mesh_benchmark)
# gsplat, and what it needs beside torch and numpy. Its kernels are compiled when it is first used, by nvcc.
gsplat=(gsplat==1.5.3 jaxtyping wadler-lindig rich markdown-it-py mdurl pygments packaging ninja)
programs=(slam evaluate)

scripts/build.sh cuda --target "${programs[@]}" "${tests[@]}" "${benchmarks[@]}" isogs

rm -rf "$bundle"
mkdir -p "$bundle"/{build/cuda/{bin,tests,benchmarks},lib,datasets}
for program in "${programs[@]}" isogs; do strip -o "$bundle/build/cuda/bin/$program" "build/cuda/bin/$program"; done
for test in "${tests[@]}"; do strip -o "$bundle/build/cuda/tests/$test" "build/cuda/tests/$test"; done
for benchmark in "${benchmarks[@]}"; do
  strip -o "$bundle/build/cuda/benchmarks/$benchmark" "build/cuda/benchmarks/$benchmark"
done
cp -r configs "$bundle/configs"
cp -r datasets/sample "$bundle/datasets/sample"
mkdir "$bundle/benchmarks"
cp benchmarks/*.py "$bundle/benchmarks"

# Not LibTorch and what it brings, nor what every Linux has.
ldd "$bundle"/build/cuda/*/* | awk '/=> \// {print $3}' | sort -u |
  grep -Ev '/(libtorch|libc10|libcu|libnv|libnccl|libgomp|libcaffe2|libshm|ld-linux|libc\.so|libm\.so|libpthread|libdl|librt)' |
  xargs -r cp -L -t "$bundle/lib"

if ! python3 -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --target "$bundle/python" "${gsplat[@]}"; then
  echo "gpu_check: gsplat is not in the bundle, as pip could not get it"
fi
rm -rf "$bundle"/python/gsplat/cuda/csrc/third_party/glm/{doc,test}  # a third of the bundle, and not compiled

# The first frames of a sequence in Replica's layout.
copy_frames() { # FROM TO FRAMES
  [ -d "$1" ] || return 0
  mkdir -p "$2/results"
  head -n "$3" "$1/traj.txt" >"$2/traj.txt"
  for camera in "$1/cam_params.json" "$1/../cam_params.json"; do
    if [ -e "$camera" ]; then cp "$camera" "$2/cam_params.json"; fi
  done
  find "$1/results" -name 'frame*' -o -name 'depth*' | sort -t/ -k1 | awk -v n="$3" '{
      name = $0; sub(/.*\/(frame|depth)0*/, "", name); if (name + 0 < n) print $0 }' | xargs -r cp -t "$2/results"
}
for folder in Replica replica; do copy_frames "$data/$folder/room0" "$bundle/data/Replica/room0" "$replica_frames"; done
copy_frames "$data/living_room/living_room_a" "$bundle/data/living_room/living_room_a" "$living_room_frames"
if [ -e "$bundle/data/Replica/room0/cam_params.json" ]; then
  cp "$bundle/data/Replica/room0/cam_params.json" "$bundle/data/Replica/"
fi
tar -C build -czf "$bundle.tar.gz" gpu_check
echo "gpu_check: $bundle, $(du -sm "$bundle" | cut -f1) MiB; $bundle.tar.gz, $(du -sm "$bundle.tar.gz" | cut -f1) MiB"

if ! nvidia-smi >/dev/null 2>&1; then
  echo "gpu_check: no GPU here; on a machine with one: cd $bundle && python3 benchmarks/gpu_check.py --output gpu_check_results"
  exit 0
fi
torch_python=${XDG_CACHE_HOME:-$HOME/.cache}/isogs/torch-2.11.0/bin/python
[ -x "$torch_python" ] || torch_python=python3
cd "$bundle"
"$torch_python" benchmarks/gpu_check.py --output "$source_root/runs/gpu_check"
