#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# Expected: Embree scenes may be committed in the body of a parallel loop of oneTBB, kept, and used after it. An exception in a
#   later loop, which has nothing to do with them, reaches the caller of that loop.
# Seen: the process dies of SIGSEGV in tbb::detail::r1::cancel_group_execution(), with one thread as with many. If the scenes were
#   committed outside of a loop, or released before the exception, it arrives.
# Matters: a program that makes a scene for each of many objects in parallel works, until the first error (a full disk, a missing file)
#   takes it down without a word. Catch exceptions in the bodies of loops and throw them again after the loop, or commit scenes one
#   after the other.
# Source: Debian libembree3-3 3.13.5+dfsg-2 keeps a task group in each scene; the group's context is bound to that of the loop in which
#   it was first used. libtbb12 2021.8.0-2+deb12u1, src/tbb/task_group_context.cpp: propagating a cancellation follows `my_parent` of every
#   context, also into loops that have ended and whose stack holds other things.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
packages=(libembree-dev=3.13.5+dfsg-2 libembree3-3=3.13.5+dfsg-2 libtbb-dev=2021.8.0-2+deb12u1 libtbb12=2021.8.0-2+deb12u1)
apt-get -q -o APT::Sandbox::User=root download "${packages[@]}" >/dev/null
for deb in *.deb; do
  dpkg -x "$deb" .
  dpkg-deb -W "$deb"
done
cat >try.cpp <<'EOF'
#include <embree3/rtcore.h>
#include <oneapi/tbb/parallel_for.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <vector>

struct Scene {
  RTCDevice device = rtcNewDevice(nullptr);
  RTCScene scene = rtcNewScene(device);

  void Commit() {
    constexpr int kTriangles = 3000;
    RTCGeometry mesh = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE);
    auto* corners = static_cast<float*>(
        rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, 12, 3 * kTriangles));
    auto* triangles = static_cast<unsigned*>(
        rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, 12, kTriangles));
    for (int i = 0; i < 9 * kTriangles; ++i) corners[i] = static_cast<float>(rand()) / static_cast<float>(RAND_MAX);
    for (unsigned i = 0; i < 3 * kTriangles; ++i) triangles[i] = i;
    rtcCommitGeometry(mesh);
    rtcAttachGeometry(scene, mesh);
    rtcReleaseGeometry(mesh);
    rtcCommitScene(scene);
  }
  void Release() {
    rtcReleaseScene(scene);
    rtcReleaseDevice(device);
  }
};

__attribute__((noinline)) void CommitInLoop(std::vector<Scene>& scenes) {
  volatile char deeper[4096];
  deeper[0] = 0;
  oneapi::tbb::parallel_for(0, static_cast<int>(scenes.size()), [&](int i) { scenes[i].Commit(); });
  deeper[1] = 0;
}

/// What any function does with its stack.
__attribute__((noinline)) void UseStack() {
  volatile double values[2000];
  for (double volatile& value : values) value = 4.35;
}

/// Whether an exception of a loop arrives.
bool Try(bool in_loop, bool release) {
  std::vector<Scene> scenes(8);
  if (in_loop) {
    CommitInLoop(scenes);
  } else {
    for (Scene& scene : scenes) scene.Commit();
  }
  if (release) {
    for (Scene& scene : scenes) scene.Release();
  }
  UseStack();
  try {
    oneapi::tbb::parallel_for(0, 5, [](int) {
      oneapi::tbb::parallel_for(0, 100, [](int) {});
      throw std::runtime_error("a full disk");
    });
  } catch (const std::runtime_error&) {
    return true;
  }
  return false;
}

/// 0: the exception arrives; else the signal that ended the process.
int SignalOf(bool in_loop, bool release) {
  const pid_t child = fork();
  if (child == 0) _exit(Try(in_loop, release) ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

int main() {
  const int outside = SignalOf(false, false), released = SignalOf(true, true), kept = SignalOf(true, false);
  std::cout << "scenes committed outside of a loop: signal " << outside << "\ncommitted in a loop and released: signal " << released
            << "\ncommitted in a loop and kept: signal " << kept << "\n";
  const bool as_described = outside == 0 && released == 0 && kept == SIGSEGV;
  std::cout << (as_described ? "AS DESCRIBED: an exception after scenes were committed in a loop ends the process\n"
                             : "CHANGED: an exception after scenes were committed in a loop does not end the process, or others do\n");
  return as_described ? 0 : 1;
}
EOF
lib=usr/lib/$(gcc -print-multiarch)
g++ -std=c++17 -O1 -Iusr/include try.cpp -L"$lib" -lembree3 -ltbb -Wl,-rpath-link,"$lib" -o try
LD_LIBRARY_PATH=$lib ./try
