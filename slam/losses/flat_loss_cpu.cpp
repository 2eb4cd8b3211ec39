// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/flat_loss_cpu.h"

#include <cstdint>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/flat_loss_math.h"
#include "slam/losses/running_mean.h"

namespace isogs {
namespace {

constexpr int64_t kRowGrain = 4096;

/// Adds the gradient of the rows [begin, end) and returns the sum of their smallest scales [m].
double AddRows(const GaussianView& map, float weight_a_row, const FlatFloor& floor, const GradientRows& rows,
               int64_t begin, int64_t end) {
  double sum = 0.0;
  for (int64_t row = begin; row < end; ++row) {
    const int64_t at = 3 * static_cast<int64_t>(rows.gaussians[row]);
    sum += static_cast<double>(AddSmallestScale(map.log_scales + at, weight_a_row,
                                                ThinnestAt(floor, map.means + at),
                                                rows.values + row * column::kStride));
  }
  return sum;
}

class FlatLossCpu : public FlatLoss {
 public:
  void Add(const GaussianView& map, double weight, const FlatFloor& floor,
           const GradientRows& rows) override {
    if (rows.count == 0) return mean_.Add(0.0);
    const auto count = static_cast<double>(rows.count);
    sums_.resize(static_cast<size_t>(PieceCount(rows.count, kRowGrain)));
    ParallelFor(rows.count, kRowGrain, [&](int64_t begin, int64_t end) {
      sums_[static_cast<size_t>(begin / kRowGrain)] =
          AddRows(map, static_cast<float>(weight / count), floor, rows, begin, end);
    });
    double sum = 0.0;
    for (const double piece : sums_) sum += piece;
    mean_.Add(sum / count);
  }

  double TakeMean() override { return mean_.Take(); }

 private:
  RunningMean mean_;
  std::vector<double> sums_;  // a piece of rows each
};

}  // namespace

std::unique_ptr<FlatLoss> MakeFlatLossCpu() { return std::make_unique<FlatLossCpu>(); }

}  // namespace isogs
