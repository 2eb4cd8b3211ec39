// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cfloat>
#include <cmath>

#include "shared/cuda/kernel.h"
#include "slam/mapping/adam_cuda.h"
#include "slam/mapping/bias_correction.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// Bias corrections by step, on the device.
struct CorrectionTable {
  const BiasCorrection* values;
  int32_t size;

  __device__ BiasCorrection At(int32_t step) const { return values[step < size ? step : size - 1]; }
};

/// The parameter that a column of a row stands for.
__device__ inline float* ParameterAt(const MutableGaussians& map, int64_t gaussian, int c) {
  if (c < column::kColor) return map.means + 3 * gaussian + (c - column::kMean);
  if (c < column::kRotation) return map.colors + 3 * gaussian + (c - column::kColor);
  if (c < column::kLogitOpacity) return map.rotations + 4 * gaussian + (c - column::kRotation);
  if (c < column::kLogScale) return map.logit_opacities + gaussian;
  return map.log_scales + 3 * gaussian + (c - column::kLogScale);
}

/// A thread a column: 16 neighbours work on one row, so that rows of 64 bytes are read and written whole. A
/// row with a gradient that is not finite changes nothing.
__global__ void __launch_bounds__(kThreads)
    UpdateRowsKernel(GradientRows gradients, AdamOptions options, CorrectionTable corrections,
                     MutableGaussians map) {
  const int64_t thread = GlobalThread();
  const int64_t row = thread / column::kStride;
  const int c = static_cast<int>(thread % column::kStride);
  const bool used = row < gradients.count && c < column::kUsed;
  const float g = used ? gradients.values[thread] : 0.0f;
  const uint32_t finite = __ballot_sync(kWholeWarp, std::abs(g) <= FLT_MAX);
  const uint32_t row_lanes = 0xffffu << (threadIdx.x % kWarpSize / column::kStride * column::kStride);
  const bool updated = row < gradients.count && (finite & row_lanes) == row_lanes;
  const int64_t gaussian = updated ? gradients.gaussians[row] : 0;
  const int32_t step = updated ? map.steps[gaussian] + 1 : 0;
  __syncwarp();  // all lanes of the row have read the step
  if (updated) {
    if (c == 0) map.steps[gaussian] = step;
    if (used) {
      const BiasCorrection bias = corrections.At(step);
      float& m = map.first_moments[gaussian * column::kStride + c];
      float& v = map.second_moments[gaussian * column::kStride + c];
      m = (1.0f - options.beta1) * g + options.beta1 * m;
      v = (1.0f - options.beta2) * (g * g) + options.beta2 * v;
      float* parameter = ParameterAt(map, gaussian, c);
      const float moved = *parameter - options.rates[c] * bias.first * m /
                                           (std::sqrt(v) * bias.root_second + options.epsilon);
      *parameter = c >= column::kLogScale && moved < options.min_log_scale ? options.min_log_scale : moved;
    }
  }
}

class AdamUpdaterCuda : public AdamUpdater {
 public:
  explicit AdamUpdaterCuda(Stream stream) : stream_(stream) {}

  void Update(const GradientRows& gradients, const AdamOptions& options,
              const MutableGaussians& map) override {
    if (corrections_.Set(options.beta1, options.beta2, options.decay_steps)) {
      const auto& table = corrections_.table();
      device_table_.Reserve(static_cast<int64_t>(table.size()));
      CopyToDevice(stream_, device_table_.data(), table.data(), table.size() * sizeof(BiasCorrection));
    }
    const CorrectionTable table{device_table_.data(), static_cast<int32_t>(corrections_.table().size())};
    Launch(stream_, BlocksFor(gradients.count * column::kStride, kThreads), kThreads, UpdateRowsKernel,
           gradients, options, table, map);
  }

 private:
  Stream stream_;
  BiasCorrections corrections_;
  DeviceArray<BiasCorrection> device_table_{"Adam's corrections"};
};

}  // namespace

std::unique_ptr<AdamUpdater> MakeAdamUpdaterCuda(cuda::Stream stream) {
  return std::make_unique<AdamUpdaterCuda>(stream);
}

}  // namespace isogs
