// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/iso_loss_cuda.h"

#include <utility>
#include <vector>

#include "shared/cuda/algorithms.h"
#include "slam/losses/device_mean.h"
#include "slam/losses/iso_cuda.h"
#include "slam/losses/sample_drawer_cuda.h"

namespace isogs {
namespace {

using cuda::DeviceArray;
using cuda::IsoWork;

class IsoLossCuda : public IsoLoss {
 public:
  explicit IsoLossCuda(cuda::Stream stream)
      : stream_(stream), algorithms_(stream), drawer_(stream), mean_(stream) {}

  void Prepare(const GaussianView& map, std::span<const RenderCamera> views, const GaussianMotion& motion,
               const IsoOptions& options) override;
  void Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options, double weight,
           const GradientRows& rows) override;
  void AddDrawn(const GaussianView& map, const MeasuredView& view, int64_t count, Random& random,
                const IsoOptions& options, double weight, const GradientRows& rows) override {
    AddAt(map, drawer_.Draw(view, count, random.NextBits()), options, weight, rows);
  }
  IsoValue TakeMean() override { return {mean_.Take(), std::exchange(samples_, 0)}; }
  void Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                 float* densities) override;

 private:
  void AddAt(const GaussianView& map, const cuda::DeviceSamples& samples, const IsoOptions& options,
             double weight, const GradientRows& rows);
  /// Adds up the samples' densities.
  IsoWork Evaluate(const GaussianView& map, const cuda::DeviceSamples& samples, const IsoOptions& options);
  cuda::DeviceSamples Upload(const PixelSamples& samples);

  cuda::Stream stream_;
  cuda::Algorithms algorithms_;
  cuda::SampleDrawer drawer_;
  cuda::DeviceMean mean_;
  int64_t samples_ = 0;
  int64_t prepared_count_ = -1;  // size of the map that reachable_ is about
  int64_t reachable_count_ = 0;
  DeviceArray<ViewCone> cones_{"iso loss"};
  DeviceArray<uint8_t> flags_{"iso loss"};
  DeviceArray<int32_t> reachable_{"iso loss"}, wide_{"iso loss"};
  DeviceArray<int64_t> selected_{"iso loss"};
  DeviceArray<cuda::Meeting> meetings_{"iso loss"};
  DeviceArray<unsigned> wide_count_{"iso loss"};
  DeviceArray<unsigned long long> density_{"iso loss"};
  DeviceArray<float> points_{"iso loss"}, slopes_{"iso loss"};
  DeviceArray<SampleWord> words_{"iso loss"};
  DeviceArray<double> sums_{"iso loss"};  // a block each
};

void IsoLossCuda::Prepare(const GaussianView& map, std::span<const RenderCamera> views,
                          const GaussianMotion& motion, const IsoOptions& options) {
  prepared_count_ = map.count;
  reachable_count_ = 0;
  if (map.count == 0) return;
  std::vector<ViewCone> cones;
  for (const RenderCamera& view : views) cones.push_back(MakeViewCone(view));
  cones_.Reserve(static_cast<int64_t>(cones.size()));
  cuda::CopyToDevice(stream_, cones_.data(), cones.data(), cones.size() * sizeof(ViewCone));
  cuda::MarkReachable(stream_, map, cones_.data(), static_cast<int>(cones.size()),
                      options.support_sigma * motion.growth, motion.distance_m, flags_.Reserve(map.count));
  algorithms_.SelectIndices(flags_.data(), map.count, reachable_.Reserve(map.count), selected_.Reserve(1));
  cuda::CopyToHost(stream_, &reachable_count_, selected_.data(), sizeof reachable_count_);
}

cuda::DeviceSamples IsoLossCuda::Upload(const PixelSamples& samples) {
  const int64_t count = samples.size();
  const auto bytes = static_cast<size_t>(count) * sizeof(float);
  points_.Reserve(3 * count);
  const float* const axes[] = {samples.x(), samples.y(), samples.z()};
  for (int axis = 0; axis < 3; ++axis) {
    cuda::CopyToDevice(stream_, points_.data() + axis * count, axes[axis], bytes);
  }
  const auto words = samples.words();
  words_.Reserve(static_cast<int64_t>(words.size()));
  cuda::CopyToDevice(stream_, words_.data(), words.data(), words.size_bytes());
  return {count,
          samples.camera(),
          MakeViewCone(samples.camera()),
          points_.data(),
          points_.data() + count,
          points_.data() + 2 * count,
          words_.data(),
          static_cast<int64_t>(samples.words_a_row())};
}

IsoWork IsoLossCuda::Evaluate(const GaussianView& map, const cuda::DeviceSamples& samples,
                              const IsoOptions& options) {
  const bool prepared = prepared_count_ == map.count;
  IsoWork work;
  work.map = map;
  work.samples = samples;
  work.support_sigma = options.support_sigma;
  work.max_q = options.support_sigma * options.support_sigma;
  work.reachable = prepared ? reachable_.data() : nullptr;
  work.reachable_count = prepared ? reachable_count_ : map.count;
  work.density = density_.Reserve(samples.count);
  work.meetings = meetings_.Reserve(map.count);
  work.wide = wide_.Reserve(work.reachable_count);
  work.wide_count = wide_count_.Reserve(1);
  cuda::FillZero(stream_, work.density, static_cast<size_t>(samples.count) * sizeof *work.density);
  cuda::FillZero(stream_, work.meetings, static_cast<size_t>(map.count) * sizeof *work.meetings);
  cuda::FillZero(stream_, work.wide_count, sizeof *work.wide_count);
  cuda::AddDensities(stream_, work);
  return work;
}

void IsoLossCuda::Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                      double weight, const GradientRows& rows) {
  AddAt(map, Upload(samples), options, weight, rows);
}

void IsoLossCuda::AddAt(const GaussianView& map, const cuda::DeviceSamples& samples,
                        const IsoOptions& options, double weight, const GradientRows& rows) {
  if (samples.count == 0) return mean_.Add(0.0);
  const IsoWork work = Evaluate(map, samples, options);
  const auto count = static_cast<double>(samples.count);
  const unsigned blocks = cuda::ResidualBlocks(samples.count);
  cuda::ResidualSlopes(stream_, work, options.target, static_cast<float>(weight / count),
                       slopes_.Reserve(samples.count), sums_.Reserve(blocks));
  cuda::AddIsoGradients(stream_, work, slopes_.data(), rows);
  algorithms_.SumRows(sums_.data(), blocks, 1, mean_.Next(count));
  samples_ += samples.count;
}

void IsoLossCuda::Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                            float* densities) {
  if (samples.size() == 0) return;
  const IsoWork work = Evaluate(map, Upload(samples), options);
  cuda::ReadDensities(stream_, work, slopes_.Reserve(samples.size()));
  cuda::CopyToHost(stream_, densities, slopes_.data(), static_cast<size_t>(samples.size()) * sizeof(float));
}

}  // namespace

std::unique_ptr<IsoLoss> MakeIsoLossCuda(cuda::Stream stream) {
  return std::make_unique<IsoLossCuda>(stream);
}

}  // namespace isogs
