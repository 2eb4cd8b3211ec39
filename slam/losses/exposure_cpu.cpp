// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/exposure_cpu.h"

#include <algorithm>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/exposure_math.h"

namespace isogs {
namespace {

constexpr int64_t kPixelGrain = 1 << 15;
constexpr int64_t kRowGrain = 4;  // of cells

class ExposureFitterCpu : public ExposureFitter {
 public:
  Exposure Fit(const float* planes, const FrameView& frame, const Exposure& guess) override {
    const int across = CellsAlong(frame.width), down = CellsAlong(frame.height);
    cells_.resize(static_cast<size_t>(across) * static_cast<size_t>(down));
    ParallelFor(down, kRowGrain, [&](int64_t begin, int64_t end) {
      for (auto y = static_cast<int>(begin); y < static_cast<int>(end); ++y) {
        for (int x = 0; x < across; ++x)
          cells_[static_cast<size_t>(y * across + x)] = ColorsOfCell(planes, frame, x, y);
      }
    });
    Exposure exposure = guess;
    double sums[3 * kExposureSums];
    for (int round = 0; round < kExposureRounds; ++round) {
      std::ranges::fill(sums, 0.0);
      for (const CellColors& cell : cells_) AddCell(cell, exposure, ExposureTolerance(round), sums);
      exposure = SolveExposure(sums, LeastExposureCells(static_cast<int64_t>(cells_.size())), guess);
    }
    return exposure == guess ? guess : NeededExposure(sums, exposure);
  }

  void Remove(const FrameView& frame, const Exposure& exposure, float* color) override {
    const int64_t size = int64_t{frame.width} * frame.height;
    for (int channel = 0; channel < 3; ++channel) {
      ParallelFor(size, kPixelGrain, [&](int64_t begin, int64_t end) {
        for (int64_t i = channel * size + begin; i < channel * size + end; ++i)
          color[i] = WithoutExposure(frame.color[i], exposure, channel);
      });
    }
  }

 private:
  std::vector<CellColors> cells_;
};

}  // namespace

std::unique_ptr<ExposureFitter> MakeExposureFitterCpu() { return std::make_unique<ExposureFitterCpu>(); }

}  // namespace isogs
