// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/mapper.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "slam/mapping/keyframe_overlap.h"

namespace isogs {
namespace {

constexpr int kOverlapSamples = 1600;
/// SplaTAM's scene radius: a third of the first frame's largest depth.
constexpr float kSceneRadiusShare = 1.0f / 3.0f;

AdamOptions MakeAdamOptions(const LearningRates& rates, double min_scale_m) {
  AdamOptions options;
  const auto set = [&](int first, int count, double rate) {
    std::fill_n(options.rates + first, count, static_cast<float>(rate));
  };
  set(column::kMean, 3, rates.means);
  set(column::kColor, 3, rates.colors);
  set(column::kRotation, 4, rates.rotations);
  set(column::kLogitOpacity, 1, rates.logit_opacities);
  set(column::kLogScale, 3, rates.log_scales);
  options.min_log_scale = static_cast<float>(std::log(std::max(min_scale_m, 1e-9)));
  return options;
}

}  // namespace

Mapper::Mapper(const MappingConfig& mapping, const MapConfig& map, Backend& backend, Random& random)
    : config_(mapping),
      map_config_(map),
      backend_(backend),
      random_(random),
      adam_(MakeAdamOptions(mapping.learning_rates, map.min_scale_m)),
      iso_(MakeIsoOptions(mapping.iso)),
      map_(backend.memory),
      newest_planes_(backend.memory),
      planes_(backend.memory),
      plane_gradients_(backend.memory) {}

MappingReport Mapper::Map(std::shared_ptr<const DeviceFrame> frame, int64_t timestep,
                          const Pose& camera_from_map) {
  const uint64_t image_hash = frame->image_hash();
  const Keyframe keyframe{timestep, camera_from_map, std::move(frame), image_hash};
  MappingReport report;
  report.added = Densify(keyframe);
  const std::vector<const Keyframe*> window = SelectWindow(keyframe);
  report.iterations = keyframes_.empty() ? config_.first_iterations : config_.iterations;
  Optimize(window, &report);
  report.pruned = map_.Prune(static_cast<float>(config_.prune_opacity),
                             static_cast<float>(config_.prune_scale_over_radius) * scene_radius_m_);
  report.gaussians = map_.size();
  keyframes_.push_back(keyframe);
  return report;
}

void Mapper::Save(SlamState* state) const {
  map_.Save(&state->params.map, &state->adam);
  state->params.keyframes.clear();
  state->keyframes.clear();
  for (const Keyframe& keyframe : keyframes_) {
    state->params.keyframes.push_back(keyframe.timestep);
    state->keyframes.push_back({keyframe.camera_from_map, keyframe.image_hash});
  }
  state->scene_radius_m = scene_radius_m_;
}

void Mapper::Restore(const SlamState& state, const std::vector<std::shared_ptr<const DeviceFrame>>& frames) {
  map_.Restore(state.params.map, state.adam);
  keyframes_.clear();
  for (size_t i = 0; i < frames.size(); ++i) {
    const KeyframeState& keyframe = state.keyframes[i];
    keyframes_.push_back(
        {state.params.keyframes[i], keyframe.camera_from_map, frames[i], keyframe.image_hash});
  }
  scene_radius_m_ = state.scene_radius_m;
}

int64_t Mapper::Densify(const Keyframe& keyframe) {
  const DeviceFrame& frame = *keyframe.frame;
  const Camera& camera = frame.camera();
  const bool first = map_.size() == 0;
  if (scene_radius_m_ == 0.0f) {
    const auto& depths = frame.host().depth_m.values();
    scene_radius_m_ = kSceneRadiusShare * *std::max_element(depths.begin(), depths.end());
  }
  const int64_t floats = int64_t{plane::kCount} * camera.width * camera.height;
  newest_planes_.Reserve(floats);
  planes_.Reserve(floats);
  plane_gradients_.Reserve(floats);
  if (!first) {
    backend_.rasterizer->Render(map_.View(), MakeRenderCamera(camera, keyframe.camera_from_map), {},
                                newest_planes_.data());
  }
  const GaussianCloud added = backend_.densifier->NewGaussians(
      first ? nullptr : newest_planes_.data(), frame.View(), camera, keyframe.camera_from_map,
      keyframe.timestep, config_.densify, std::max<int64_t>(0, map_config_.max_gaussians - map_.size()));
  map_.Append(added);
  return static_cast<int64_t>(added.size());
}

std::vector<const Keyframe*> Mapper::SelectWindow(const Keyframe& newest) {
  std::vector<const Keyframe*> window{&newest};
  if (keyframes_.empty()) return window;
  window.push_back(&keyframes_.back());
  const auto overlaps =
      KeyframeOverlaps(newest.frame->host(), newest.camera_from_map, keyframes_, kOverlapSamples, random_);
  std::vector<size_t>
      candidates;  // all that see something of the new frame but the last, which is in already
  for (size_t i = 0; i + 1 < keyframes_.size(); ++i) {
    if (overlaps[i] > 0.0) candidates.push_back(i);
  }
  // A random choice, not the best overlaps: those are the newest keyframes, and older views would be
  // forgotten.
  for (size_t i = 0; i < candidates.size() && static_cast<int>(window.size()) < config_.window; ++i) {
    std::swap(candidates[i], candidates[i + random_.NextIndex(candidates.size() - i)]);
    window.push_back(&keyframes_[candidates[i]]);
  }
  return window;
}

void Mapper::Optimize(const std::vector<const Keyframe*>& window, MappingReport* report) {
  const MappingLossWeights weights{
      static_cast<float>(config_.depth_weight), static_cast<float>(config_.silhouette_weight),
      static_cast<float>(config_.color_weight), static_cast<float>(config_.ssim_weight)};
  const RenderOptions options{static_cast<float>(config_.min_alpha)};
  const bool flat = config_.flat_weight > 0.0 && report->iterations > 0;
  const bool iso = config_.iso_weight > 0.0 && report->iterations > 0;
  if (iso) PrepareIso(window, report->iterations);
  for (int i = 0; i < report->iterations; ++i) {
    const Keyframe& view = *window[random_.NextIndex(window.size())];
    const Camera& camera = view.frame->camera();
    float* const planes = &view == window.front() ? newest_planes_.data() : planes_.data();
    backend_.rasterizer->Render(map_.View(), MakeRenderCamera(camera, view.camera_from_map), options, planes);
    backend_.loss->Mapping(planes, view.frame->View(), weights, plane_gradients_.data());
    if (&view == window.front()) report->loss = backend_.loss->MappingValue();
    const GradientRows gradients = backend_.rasterizer->Backward(plane_gradients_.data());
    if (flat) backend_.flat->Add(map_.View(), config_.flat_weight, gradients);
    if (iso) {
      backend_.iso->AddDrawn(map_.View(), view.frame->Measured(view.camera_from_map), config_.iso.samples,
                             random_, iso_, config_.iso_weight, gradients);
    }
    backend_.adam->Update(gradients, adam_, map_.Mutable());
  }
  if (flat) report->surface.flat_m = backend_.flat->TakeMean();
  if (iso) report->surface.iso = backend_.iso->TakeMean().mean_residual;
}

void Mapper::PrepareIso(const std::vector<const Keyframe*>& window, int iterations) {
  std::vector<RenderCamera> views;
  for (const Keyframe* keyframe : window) {
    views.push_back(MakeRenderCamera(keyframe->frame->camera(), keyframe->camera_from_map));
  }
  const float steps = static_cast<float>(iterations) * adam_.LongestStepOverRate();
  const GaussianMotion motion{std::sqrt(3.0f) * steps * adam_.rates[column::kMean],
                              std::exp(steps * adam_.rates[column::kLogScale])};
  backend_.iso->Prepare(map_.View(), views, motion, iso_);
}

}  // namespace isogs
