// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/frame_codec_cpu.h"

#include <algorithm>
#include <vector>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 15;  // pixels

template <typename Body>
void ForPixels(int64_t pixels, const Body& body) {
  ParallelFor(pixels, kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t pixel = begin; pixel < end; ++pixel) body(pixel);
  });
}

EncodingFit FitOf(const FrameView& frame, int64_t pixels, float units_per_m, int64_t begin, int64_t end) {
  EncodingFit fit;
  for (int64_t i = begin; i < end && fit.bytes; ++i) fit.bytes = encoding::FitsBytes(frame, pixels, i);
  for (int64_t i = begin; i < end && fit.depth; ++i) {
    fit.depth = encoding::FitsDepth(frame.depth_m[i], units_per_m);
  }
  fit.largest_m = *std::max_element(frame.depth_m + begin, frame.depth_m + end);
  return fit;
}

class FrameCodecCpu : public FrameCodec {
 public:
  FrameEncoding Choose(const FrameView& frame, float dataset_units_per_m) override {
    const int64_t pixels = int64_t{frame.width} * frame.height;
    std::vector<EncodingFit> fits(static_cast<size_t>(PieceCount(pixels, kGrain)));
    ParallelFor(pixels, kGrain, [&](int64_t begin, int64_t end) {
      fits[static_cast<size_t>(begin / kGrain)] = FitOf(frame, pixels, dataset_units_per_m, begin, end);
    });
    EncodingFit all;
    for (const EncodingFit& fit : fits) {
      all.bytes = all.bytes && fit.bytes;
      all.depth = all.depth && fit.depth;
      all.largest_m = std::max(all.largest_m, fit.largest_m);
    }
    return EncodingFor(all, dataset_units_per_m);
  }
  void Encode(const FrameView& frame, const EncodedFrame& to) override {
    ForPixels(to.pixels, [&](int64_t pixel) { encoding::EncodeColor(frame, pixel, to); });
    ForPixels(to.pixels, [&](int64_t pixel) { encoding::EncodeDepth(frame, pixel, to); });
  }
  void Decode(const EncodedFrame& from, float* color, float* depth_m) override {
    ForPixels(from.pixels, [&](int64_t pixel) { encoding::DecodeColor(from, pixel, color); });
    ForPixels(from.pixels, [&](int64_t pixel) { encoding::DecodeDepth(from, pixel, depth_m); });
  }
};

}  // namespace

std::unique_ptr<FrameCodec> MakeFrameCodecCpu() { return std::make_unique<FrameCodecCpu>(); }

}  // namespace isogs
