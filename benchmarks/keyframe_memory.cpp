// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What keyframes take: resident memory of a store that holds COUNT of them, and of as many frames as they
// were read; the time to encode and to decode one.
//   keyframe_memory [COUNT [WIDTH HEIGHT]]      (default: 200 1200 680)
#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <vector>

#include "shared/core/random.h"
#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/keyframes/keyframe_store.h"

namespace isogs {
namespace {

double ResidentMib() {
  std::ifstream statm("/proc/self/statm");
  int64_t size = 0, resident = 0;
  statm >> size >> resident;
  return static_cast<double>(resident) * 4096.0 / (1 << 20);
}

/// Colours and depths as stored images have them.
Frame MakeFrame(int width, int height) {
  constexpr float kUnitsPerM = 6553.5f;
  Random random(1);
  Frame frame;
  frame.camera = {width, height, 0.5 * width, 0.5 * width, 0.5 * width, 0.5 * height};
  frame.color = Image<float>(3, height, width);
  for (float& value : frame.color.values()) value = static_cast<float>(random.NextIndex(256)) / 255.0f;
  frame.depth_m = Image<float>(1, height, width);
  for (float& value : frame.depth_m.values()) {
    value = static_cast<float>(random.NextIndex(65535)) / kUnitsPerM;
  }
  frame.depth_units_per_m = kUnitsPerM;
  return frame;
}

template <typename Body>
double Milliseconds(int times, const Body& body) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) body(i);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return took.count() / times;
}

void Measure(int count, int width, int height) {
  const Frame frame = MakeFrame(width, height);
  const auto codec = MakeFrameCodecCpu();
  KeyframeStore store(MemoryKind::kHost, *codec);
  DecodedFrame planes(MemoryKind::kHost);
  double before = ResidentMib();
  double encode_ms = 0.0;
  {
    const DeviceFrame device_frame(frame, MemoryKind::kHost);
    encode_ms = Milliseconds(count, [&](int i) { store.Add(i, Pose::Identity(), device_frame); });
  }
  const double stored = ResidentMib() - before;
  const double decode_ms =
      Milliseconds(count, [&](int i) { store.Decode(store.all()[static_cast<size_t>(i)], &planes); });
  store.Clear();
  malloc_trim(0);
  before = ResidentMib();
  std::vector<std::unique_ptr<const DeviceFrame>> frames;
  for (int i = 0; i < count; ++i) {
    frames.push_back(std::make_unique<const DeviceFrame>(frame, MemoryKind::kHost));
  }
  std::printf(
      R"({"keyframes": %d, "width": %d, "height": %d, "stored_mib": %.0f, "as_read_mib": %.0f, "encode_ms": %.2f, "decode_ms": %.2f})"
      "\n",
      count, width, height, stored, ResidentMib() - before, encode_ms, decode_ms);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  const auto argument = [&](int i, int otherwise) { return argc > i ? std::atoi(argv[i]) : otherwise; };
  isogs::Measure(argument(1, 200), argument(2, 1200), argument(3, 680));
}
