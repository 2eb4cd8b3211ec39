// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "slam/losses/device_mean.h"
#include "slam/losses/flat_loss_cuda.h"
#include "slam/losses/flat_loss_math.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// A thread a row; a sum a block.
__global__ void __launch_bounds__(kThreads)
    AddRowsKernel(GaussianView map, float weight_a_row, FlatFloor floor, GradientRows rows, double* sums) {
  __shared__ double scratch[kThreads / kWarpSize];
  const int64_t row = GlobalThread();
  double scale[1] = {0.0};
  if (row < rows.count) {
    const int64_t at = 3 * static_cast<int64_t>(rows.gaussians[row]);
    scale[0] = AddSmallestScale(map.log_scales + at, weight_a_row, ThinnestAt(floor, map.means + at),
                                rows.values + row * column::kStride);
  }
  BlockSums<kThreads>(scale, scratch);
  if (threadIdx.x == 0) sums[blockIdx.x] = scale[0];
}

class FlatLossCuda : public FlatLoss {
 public:
  explicit FlatLossCuda(Stream stream) : algorithms_(stream), mean_(stream) {}

  void Add(const GaussianView& map, double weight, const FlatFloor& floor,
           const GradientRows& rows) override {
    if (rows.count == 0) return mean_.Add(0.0);
    const unsigned blocks = BlocksFor(rows.count, kThreads);
    sums_.Reserve(blocks);
    const auto count = static_cast<double>(rows.count);
    Launch(algorithms_.stream(), blocks, kThreads, AddRowsKernel, map, static_cast<float>(weight / count),
           floor, rows, sums_.data());
    algorithms_.SumRows(sums_.data(), blocks, 1, mean_.Next(count));
  }

  double TakeMean() override { return mean_.Take(); }

 private:
  Algorithms algorithms_;
  DeviceMean mean_;
  DeviceArray<double> sums_{"flat loss"};  // a block each
};

}  // namespace

std::unique_ptr<FlatLoss> MakeFlatLossCuda(cuda::Stream stream) {
  return std::make_unique<FlatLossCuda>(stream);
}

}  // namespace isogs
