// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/kernel.h"
#include "slam/mapping/free_space_cuda.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// A thread a Gaussian, in both.
__global__ void __launch_bounds__(kThreads)
    AskKernel(GaussianView map, WitnessView view, Testimony* testimonies) {
  const int64_t i = GlobalThread();
  if (i < map.count) Ask(view, map.means + 3 * i, testimonies + i);
}

__global__ void __launch_bounds__(kThreads)
    MarkKernel(const Testimony* testimonies, int64_t count, int min_views, uint8_t* marks) {
  const int64_t i = GlobalThread();
  if (i < count) marks[i] = IsContradicted(testimonies[i], min_views) ? 1 : 0;
}

class FreeSpaceCuda : public FreeSpace {
 public:
  explicit FreeSpaceCuda(Stream stream) : stream_(stream) {}

  void Begin(int64_t count) override {
    count_ = count;
    FillZero(stream_, testimonies_.Reserve(count), static_cast<size_t>(count) * sizeof(Testimony));
  }

  void Look(const GaussianView& map, const WitnessView& view) override {
    if (map.count == 0) return;
    Launch(stream_, BlocksFor(map.count, kThreads), kThreads, AskKernel, map, view, testimonies_.data());
  }

  const uint8_t* Mark(int min_views) override {
    uint8_t* const marks = marks_.Reserve(count_);
    if (count_ > 0) {
      Launch(stream_, BlocksFor(count_, kThreads), kThreads, MarkKernel, testimonies_.data(), count_,
             min_views, marks);
    }
    return marks;
  }

 private:
  Stream stream_;
  int64_t count_ = 0;
  DeviceArray<Testimony> testimonies_{"pruning"};
  DeviceArray<uint8_t> marks_{"pruning"};
};

}  // namespace

std::unique_ptr<FreeSpace> MakeFreeSpaceCuda(cuda::Stream stream) {
  return std::make_unique<FreeSpaceCuda>(stream);
}

}  // namespace isogs
