// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/iso_loss_cpu.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/iso_cpu.h"
#include "slam/losses/iso_math.h"
#include "slam/losses/running_mean.h"

namespace isogs {
namespace {

constexpr int64_t kGroupGrain = 128;
constexpr int64_t kPatchGrain = 128;

/// The chunks whose Gaussians' balls may meet any of the cones; nothing where the map has no bounds.
std::optional<std::vector<int32_t>> FindChunks(const GaussianView& map, std::span<const ViewCone> cones,
                                               float growth, float margin_m) {
  if (map.bounds == nullptr) return std::nullopt;
  std::vector<int32_t> chunks;
  for (int64_t chunk = 0; chunk < ChunkCount(map.count); ++chunk) {
    const ChunkBounds& bounds = map.bounds[chunk];
    const float reach = 1.001f * iso::kRadiusSlack * growth * bounds.sigma_m + margin_m;
    if (std::ranges::any_of(cones, [&](const ViewCone& cone) { return MayMeet(bounds, cone, reach); }))
      chunks.push_back(static_cast<int32_t>(chunk));
  }
  return chunks;
}

class IsoLossCpu : public IsoLoss {
 public:
  void Prepare(const GaussianView& map, std::span<const RenderCamera> views, const GaussianMotion& motion,
               const IsoOptions& options) override;
  void Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options, double weight,
           const GradientRows& rows) override;
  void AddDrawn(const GaussianView& map, const MeasuredView& view, int64_t count, Random& random,
                const IsoOptions& options, double weight, const GradientRows& rows) override {
    const std::span depth_m(view.depth_m,
                            static_cast<size_t>(view.camera.width) * static_cast<size_t>(view.camera.height));
    const PixelSamples samples(view.camera, view.camera_from_map, depth_m,
                               DrawPixels(depth_m, count, random));
    Add(map, samples, options, weight, rows);
  }
  IsoValue TakeMean() override { return {mean_.Take(), std::exchange(samples_, 0)}; }
  void Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                 float* densities) override;

 private:
  /// The map, looked at in what Prepare found.
  cpu::PaddedMap Padded(const GaussianView& map) const;
  /// Fills patches_ and `densities`.
  void Evaluate(const cpu::IsoTask& task, int64_t chunk, float* densities);
  void FindPatches(const cpu::IsoTask& task);

  RunningMean mean_;
  int64_t samples_ = 0;
  int64_t prepared_count_ = -1;
  std::optional<std::vector<int32_t>> chunks_;  // that the views of a mapping call can meet; nothing: all
  std::vector<uint16_t>
      reachable_;  // [groups] bits of the Gaussians that the views of a mapping call can meet
  std::vector<std::vector<cpu::Patch>> pieces_;
  std::vector<cpu::Patch> patches_;  // of one view
  std::vector<float> densities_;     // [S]; then the derivative of the loss to each
};

cpu::PaddedMap IsoLossCpu::Padded(const GaussianView& map) const {
  cpu::PaddedMap padded(map);
  if (chunks_ && prepared_count_ == map.count) padded.LookAt(*chunks_);
  return padded;
}

void IsoLossCpu::Prepare(const GaussianView& map, std::span<const RenderCamera> views,
                         const GaussianMotion& motion, const IsoOptions& options) {
  std::vector<ViewCone> cones;
  for (const RenderCamera& view : views) cones.push_back(MakeViewCone(view));
  chunks_ = FindChunks(map, cones, options.support_sigma * motion.growth, motion.distance_m);
  prepared_count_ = map.count;
  const cpu::PaddedMap padded = Padded(map);
  reachable_.resize(static_cast<size_t>(padded.group_count()));
  ParallelFor(padded.group_count(), kGroupGrain, [&](int64_t begin, int64_t end) {
    cpu::FindReachable(padded, cones, options.support_sigma * motion.growth, motion.distance_m, begin, end,
                       reachable_.data());
  });
}

void IsoLossCpu::Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                     double weight, const GradientRows& rows) {
  if (samples.size() == 0) return mean_.Add(0.0);
  const cpu::PaddedMap padded = Padded(map);
  const cpu::IsoTask task{&padded, &samples, options.support_sigma};
  densities_.resize(static_cast<size_t>(samples.size()));
  Evaluate(task, options.chunk, densities_.data());
  const auto slope = static_cast<float>(weight / static_cast<double>(samples.size()));
  double sum = 0.0;
  for (float& density : densities_) {
    const float residual = density - options.target;
    sum += std::abs(static_cast<double>(residual));
    density = residual > 0.0f ? slope : (residual < 0.0f ? -slope : 0.0f);
  }
  ParallelFor(static_cast<int64_t>(patches_.size()), kPatchGrain, [&](int64_t begin, int64_t end) {
    cpu::AddIsoGradients(
        task, std::span(patches_).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)),
        densities_.data(), rows);
  });
  mean_.Add(sum / static_cast<double>(samples.size()));
  samples_ += samples.size();
}

void IsoLossCpu::Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                           float* densities) {
  const cpu::PaddedMap padded = Padded(map);
  Evaluate({&padded, &samples, options.support_sigma}, options.chunk, densities);
}

void IsoLossCpu::Evaluate(const cpu::IsoTask& task, int64_t chunk, float* densities) {
  if (prepared_count_ != task.map->view.count) {
    reachable_.assign(static_cast<size_t>(task.map->group_count()), 0xffff);
    const int64_t tail = task.map->view.count % cpu::kGroupSize;
    if (tail != 0) reachable_.back() = static_cast<uint16_t>((1u << tail) - 1);
    prepared_count_ = task.map->view.count;
    chunks_.reset();
  }
  FindPatches(task);
  ParallelFor(task.samples->size(), std::max<int64_t>(chunk, 1),
              [&](int64_t begin, int64_t end) { cpu::AddDensities(task, patches_, begin, end, densities); });
}

void IsoLossCpu::FindPatches(const cpu::IsoTask& task) {
  const int64_t groups = task.map->group_count();
  pieces_.resize(static_cast<size_t>(PieceCount(groups, kGroupGrain)));
  ParallelFor(groups, kGroupGrain, [&](int64_t begin, int64_t end) {
    std::vector<cpu::Patch>& piece = pieces_[static_cast<size_t>(begin / kGroupGrain)];
    piece.clear();
    cpu::FindPatches(task, reachable_.data(), begin, end, &piece);
  });
  patches_.clear();
  for (const std::vector<cpu::Patch>& piece : pieces_)
    patches_.insert(patches_.end(), piece.begin(), piece.end());
}

}  // namespace

std::unique_ptr<IsoLoss> MakeIsoLossCpu() { return std::make_unique<IsoLossCpu>(); }

}  // namespace isogs
