// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "slam/losses/exposure_cuda.h"
#include "slam/losses/exposure_math.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;
constexpr int kSums = 3 * kExposureSums;

/// A thread a cell.
__global__ void __launch_bounds__(kThreads)
    CellsKernel(const float* planes, FrameView frame, int across, int count, CellColors* cells) {
  const auto cell = static_cast<int>(GlobalThread());
  if (cell < count) cells[cell] = ColorsOfCell(planes, frame, cell % across, cell / across);
}

/// A thread a cell. `sums` [blocks, kSums].
__global__ void __launch_bounds__(kThreads)
    SumsKernel(const CellColors* cells, int count, Exposure exposure, float tolerance, double* sums) {
  __shared__ double scratch[kThreads / kWarpSize * kSums];
  double of_block[kSums] = {};
  const auto cell = static_cast<int>(GlobalThread());
  if (cell < count) AddCell(cells[cell], exposure, tolerance, of_block);
  BlockSums<kThreads>(of_block, scratch);
  if (threadIdx.x != 0) return;
  for (int k = 0; k < kSums; ++k) sums[int64_t{blockIdx.x} * kSums + k] = of_block[k];
}

/// A thread a value; `size`: of a channel.
__global__ void __launch_bounds__(kThreads)
    RemoveKernel(const float* color, int64_t size, Exposure exposure, float* without) {
  const int64_t i = GlobalThread();
  if (i < 3 * size) without[i] = WithoutExposure(color[i], exposure, static_cast<int>(i / size));
}

class ExposureFitterCuda : public ExposureFitter {
 public:
  explicit ExposureFitterCuda(Stream stream) : algorithms_(stream) {}

  Exposure Fit(const float* planes, const FrameView& frame, const Exposure& guess) override {
    const int across = CellsAlong(frame.width), count = across * CellsAlong(frame.height);
    const unsigned blocks = BlocksFor(count, kThreads);
    const Stream stream = algorithms_.stream();
    CellColors* const cells = cells_.Reserve(count);
    double* const totals = sums_.Reserve((int64_t{blocks} + 1) * kSums);
    Launch(stream, blocks, kThreads, CellsKernel, planes, frame, across, count, cells);
    Exposure exposure = guess;
    double sums[kSums];
    for (int round = 0; round < kExposureRounds; ++round) {
      Launch(stream, blocks, kThreads, SumsKernel, cells, count, exposure, ExposureTolerance(round),
             totals + kSums);
      algorithms_.SumRows(totals + kSums, blocks, kSums, totals);
      CopyToHost(stream, sums, totals, sizeof sums);
      exposure = SolveExposure(sums, LeastExposureCells(count), guess);
    }
    return exposure == guess ? guess : NeededExposure(sums, exposure);
  }

  void Remove(const FrameView& frame, const Exposure& exposure, float* color) override {
    const int64_t size = int64_t{frame.width} * frame.height;
    Launch(algorithms_.stream(), BlocksFor(3 * size, kThreads), kThreads, RemoveKernel, frame.color, size,
           exposure, color);
  }

 private:
  Algorithms algorithms_;
  DeviceArray<CellColors> cells_{"exposure"};
  DeviceArray<double> sums_{"exposure"};  // the totals, then a row a block
};

}  // namespace

std::unique_ptr<ExposureFitter> MakeExposureFitterCuda(cuda::Stream stream) {
  return std::make_unique<ExposureFitterCuda>(stream);
}

}  // namespace isogs
