// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/free_space_cpu.h"

#include <vector>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 4096;

class FreeSpaceCpu : public FreeSpace {
 public:
  void Begin(int64_t count) override { testimonies_.assign(static_cast<size_t>(count), {}); }

  void Look(const GaussianView& map, const WitnessView& view) override {
    ParallelFor(map.count, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i)
        Ask(view, map.means + 3 * i, &testimonies_[static_cast<size_t>(i)]);
    });
  }

  const uint8_t* Mark(int min_views) override {
    marks_.resize(testimonies_.size());
    for (size_t i = 0; i < marks_.size(); ++i) marks_[i] = IsContradicted(testimonies_[i], min_views) ? 1 : 0;
    return marks_.data();
  }

 private:
  std::vector<Testimony> testimonies_;
  std::vector<uint8_t> marks_;
};

}  // namespace

std::unique_ptr<FreeSpace> MakeFreeSpaceCpu() { return std::make_unique<FreeSpaceCpu>(); }

}  // namespace isogs
