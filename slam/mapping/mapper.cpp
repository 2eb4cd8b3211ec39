// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/mapper.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "shared/profile/stage.h"
#include "slam/keyframes/keyframe_overlap.h"
#include "slam/rendering/render_stage.h"

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
  options.decay_steps = static_cast<float>(rates.decay_steps);
  options.min_log_scale = static_cast<float>(std::log(std::max(min_scale_m, 1e-9)));
  return options;
}

int64_t PixelsOf(const Camera& camera) { return int64_t{camera.width} * camera.height; }

double ShareOf(const std::vector<uint8_t>& hidden) {
  if (hidden.empty()) return 0.0;
  return static_cast<double>(std::ranges::count(hidden, 1)) / static_cast<double>(hidden.size());
}

}  // namespace

Mapper::Mapper(const MappingConfig& mapping, const MapConfig& map, DepthSensor sensor,
               const MappingKernels& kernels, KeyframeStore& keyframes, Random& random)
    : config_(mapping),
      map_config_(map),
      sensor_(sensor),
      kernels_(kernels),
      keyframes_(keyframes),
      random_(random),
      adam_(MakeAdamOptions(mapping.learning_rates, map.min_scale_m)),
      iso_(MakeIsoOptions(mapping.iso)),
      map_(kernels.map_memory),
      newest_planes_(kernels.memory),
      planes_(kernels.memory),
      plane_gradients_(kernels.memory),
      newest_color_(kernels.memory),
      decoded_(kernels.memory),
      hidden_(kernels.memory, "frames") {}

MappingReport Mapper::MapNewest(const DeviceFrame& frame, int iterations) {
  const Keyframe& keyframe = keyframes_.newest();
  const size_t earlier = EarlierKeyframes().size();
  View newest{&frame, nullptr, frame.camera(), keyframe.camera_from_map};
  MappingReport report;
  if (map_.size() > 0) RenderNewest(newest);
  const size_t asked = std::min(earlier, static_cast<size_t>(config_.moving.witnesses));
  newest.use.hidden =
      FindMoving({keyframe.depth, newest.camera, newest.camera_from_map}, earlier - asked, earlier);
  newest.hidden_pixels = CountHidden(keyframe.depth, newest.use.hidden);
  report.hidden = ShareOf(newest.use.hidden);
  FitExposure(&newest);
  report.added = Densify(newest, keyframe.timestep);
  report.iterations = earlier == 0 ? config_.first_iterations : iterations;
  // One iteration each, and a second for the newest.
  const std::vector<View> window = SelectWindow(newest, std::min(config_.window, report.iterations - 1));
  Optimize(window, &report);
  report.pruned = Timed("prune", [&] {
    return map_.Prune(static_cast<float>(config_.prune_opacity),
                      static_cast<float>(config_.prune_scale_over_radius) * scene_radius_m_);
  });
  Timed("bounds", [&] { map_.UpdateBounds(); });
  report.gaussians = map_.size();
  keyframes_.SetUse(earlier, newest.use);
  LookBackForMoving();
  return report;
}

std::vector<uint8_t> Mapper::FindMoving(const DepthView& view, size_t first, size_t itself) const {
  const Stage stage("moving parts");
  std::vector<const Keyframe*> witnesses;
  for (size_t k = first; k < keyframes_.all().size(); ++k) {
    if (k != itself) witnesses.push_back(&keyframes_.all()[k]);
  }
  return FindMovingParts(view, witnesses, config_.moving, sensor_);
}

void Mapper::LookBackForMoving() {
  const auto half = static_cast<size_t>(config_.moving.witnesses / 2), count = keyframes_.all().size();
  if (half == 0 || count <= half) return;
  const size_t between = count - 1 - half;
  const Keyframe& keyframe = keyframes_.all()[between];
  const DepthView view{keyframe.depth, keyframe.images->camera(), keyframe.camera_from_map};
  keyframes_.SetHidden(between, FindMoving(view, between > half ? between - half : 0, between));
}

void Mapper::MoveGaussians(std::span<const Pose> moved_from_map) {
  std::vector<FrameMotion> motions;
  motions.reserve(moved_from_map.size());
  for (const Pose& motion : moved_from_map) motions.push_back(MakeFrameMotion(motion));
  kernels_.mover.Move(motions, map_.timesteps(), map_.Mutable());
}

void Mapper::Save(SlamState* state) const {
  map_.Save(&state->params.map, &state->adam);
  state->scene_radius_m = scene_radius_m_;
}

void Mapper::Restore(const SlamState& state) {
  map_.Restore(state.params.map, state.adam);
  scene_radius_m_ = state.scene_radius_m;
}

void Mapper::RenderNewest(const View& newest) {
  newest_planes_.Reserve(int64_t{plane::kCount} * newest.camera.width * newest.camera.height);
  RenderStage(kernels_.rasterizer, map_.View(), MakeRenderCamera(newest.camera, newest.camera_from_map), {},
              newest_planes_.data());
}

void Mapper::FitExposure(View* newest) {
  if (!config_.exposure || map_.size() == 0) return;
  const Stage stage("exposure");
  const std::span<const Keyframe> earlier = EarlierKeyframes();
  const Exposure guess = earlier.empty() ? Exposure{} : earlier.back().use.exposure;
  const FrameView frame = newest->frame->View();
  Exposure& exposure = newest->use.exposure;
  exposure = kernels_.exposures.Fit(newest_planes_.data(), frame, guess);
  newest_color_.Reserve(int64_t{3} * frame.width * frame.height);
  kernels_.exposures.Remove(frame, exposure, newest_color_.data());
}

int64_t Mapper::Densify(const View& newest, int64_t timestep) {
  Stage stage("densify");
  stage.Count({0, PixelsOf(newest.camera)});
  const DeviceFrame& frame = *newest.frame;
  const Camera& camera = newest.camera;
  const bool first = map_.size() == 0;
  if (scene_radius_m_ == 0.0f) {
    const auto& depths = frame.host().depth_m.values();
    scene_radius_m_ = kSceneRadiusShare * *std::max_element(depths.begin(), depths.end());
  }
  const int64_t floats = int64_t{plane::kCount} * camera.width * camera.height;
  newest_planes_.Reserve(floats);
  planes_.Reserve(floats);
  plane_gradients_.Reserve(floats);
  return kernels_.densifier.Append(first ? nullptr : newest_planes_.data(),
                                   ImagesOf(newest, newest_planes_.data()).planes, camera,
                                   newest.camera_from_map, timestep, config_.densify, sensor_,
                                   std::max<int64_t>(0, map_config_.max_gaussians - map_.size()), &map_);
}

std::vector<Mapper::View> Mapper::SelectWindow(const View& newest, int most) {
  const Stage stage("select window");
  std::vector<View> window{newest};
  const std::span<const Keyframe> keyframes = EarlierKeyframes();
  if (keyframes.empty() || most < 2) return window;
  const auto add = [&](const Keyframe& keyframe) {
    window.push_back({nullptr, &keyframe, keyframe.images->camera(), keyframe.camera_from_map, keyframe.use,
                      CountHidden(keyframe.depth, keyframe.use.hidden)});
  };
  add(keyframes.back());
  const auto overlaps =
      KeyframeOverlaps(newest.frame->host(), newest.camera_from_map, keyframes, kOverlapSamples, random_);
  std::vector<size_t>
      candidates;  // all that see something of the new frame but the last, which is in already
  for (size_t i = 0; i + 1 < keyframes.size(); ++i) {
    if (overlaps[i] > 0.0) candidates.push_back(i);
  }
  // A random choice, not the best overlaps: those are the newest keyframes, and older views would be
  // forgotten.
  for (size_t i = 0; i < candidates.size() && static_cast<int>(window.size()) < most; ++i) {
    std::swap(candidates[i], candidates[i + random_.NextIndex(candidates.size() - i)]);
    add(keyframes[candidates[i]]);
  }
  return window;
}

void Mapper::Optimize(const std::vector<View>& window, MappingReport* report) {
  const MappingLossWeights weights{
      static_cast<float>(config_.depth_weight), static_cast<float>(config_.silhouette_weight),
      static_cast<float>(config_.color_weight), static_cast<float>(config_.ssim_weight)};
  const RenderOptions options{static_cast<float>(config_.min_alpha)};
  const bool flat = config_.flat_weight > 0.0 && report->iterations > 0;
  const bool iso = config_.iso_weight > 0.0 && report->iterations > 0;
  const Stage stage("optimise");
  map_.UpdateBounds();
  if (iso) PrepareIso(window, report->iterations);
  for (int i = 0; i < report->iterations; ++i) {
    // In turn: many views once bring more than few of them twice. The newest begins, when its Gaussians are
    // new, and ends, so that what is reported of it is what it has come to.
    const bool ends = i + 1 == report->iterations;
    const View& view = window[ends ? 0 : static_cast<size_t>(i) % window.size()];
    const bool newest = view.frame != nullptr;
    float* const planes = newest ? newest_planes_.data() : planes_.data();
    const RenderCamera camera = MakeRenderCamera(view.camera, view.camera_from_map);
    RenderStage(kernels_.rasterizer, map_.View(), camera, options, planes);
    const Images images = ImagesOf(view, planes);
    TimedWith("image losses", {0, PixelsOf(view.camera)}, [&] {
      kernels_.loss.Mapping(planes, images.planes, weights, plane_gradients_.data());
      if (newest) report->loss = kernels_.loss.MappingValue();
    });
    const GradientRows gradients = Backward(view.camera);
    report->in_view += static_cast<double>(gradients.count) / report->iterations;
    if (flat) AddFlat(camera, gradients);
    if (iso && i % config_.iso.every == 0) AddIso(images.depth, gradients);
    TimedWith("Adam", {gradients.count, 0}, [&] {
      map_.Change(gradients,
                  [&](const MutableGaussians& map) { kernels_.adam.Update(gradients, adam_, map); });
    });
  }
  if (flat) report->surface.flat_m = kernels_.flat.TakeMean();
  if (iso) report->surface.iso = kernels_.iso.TakeMean().mean_residual;
}

GradientRows Mapper::Backward(const Camera& camera) {
  Stage stage("backward");
  const GradientRows gradients = kernels_.rasterizer.Backward(plane_gradients_.data());
  stage.Count({gradients.count, PixelsOf(camera)});
  return gradients;
}

void Mapper::AddFlat(const RenderCamera& camera, const GradientRows& gradients) {
  TimedWith("flat", {gradients.count, 0}, [&] {
    kernels_.flat.Add(map_.View(), config_.flat_weight, MakeFlatFloor(sensor_, camera), gradients);
  });
}

void Mapper::AddIso(const MeasuredView& depth, const GradientRows& gradients) {
  TimedWith("iso", {gradients.count, 0}, [&] {
    kernels_.iso.AddDrawn(map_.View(), depth, config_.iso.samples, random_, iso_,
                          config_.iso_weight * config_.iso.every, gradients);
  });
}

Mapper::Images Mapper::ImagesOf(const View& view, const float* planes) {
  const Stage stage("images of the view");
  Images images = WholeImagesOf(view);
  const std::vector<uint8_t>& hidden = view.use.hidden;
  if (hidden.empty()) return images;
  const int64_t pixels = int64_t{view.camera.width} * view.camera.height;
  hidden_.Reserve(static_cast<int64_t>(hidden.size()));
  hidden_.Upload(hidden.data(), static_cast<int64_t>(hidden.size()));
  decoded_.color.Reserve(3 * pixels);
  decoded_.depth_m.Reserve(pixels);
  kernels_.hider.Hide(planes, images.planes, static_cast<const uint8_t*>(hidden_.data()),
                      decoded_.color.data(), decoded_.depth_m.data());
  images.planes.color = decoded_.color.data();
  images.planes.depth_m = images.depth.depth_m = decoded_.depth_m.data();
  images.depth.valid_pixels -= view.hidden_pixels;
  return images;
}

Mapper::Images Mapper::WholeImagesOf(const View& view) {
  if (view.frame != nullptr) {
    FrameView planes = view.frame->View();
    if (view.use.exposure != Exposure{}) planes.color = newest_color_.data();
    return {planes, view.frame->Measured(view.camera_from_map)};
  }
  const FrameView planes = keyframes_.Decode(*view.keyframe, &decoded_);
  const Exposure& exposure = view.use.exposure;
  if (exposure != Exposure{}) {
    Timed("exposure", [&] { kernels_.exposures.Remove(planes, exposure, decoded_.color.data()); });
  }
  return {planes, view.keyframe->images->Measured(planes, view.camera_from_map)};
}

void Mapper::PrepareIso(const std::vector<View>& window, int iterations) {
  const Stage stage("prepare iso");
  std::vector<RenderCamera> views;
  views.reserve(window.size());
  for (const View& view : window) views.push_back(MakeRenderCamera(view.camera, view.camera_from_map));
  const float steps = static_cast<float>(iterations) * adam_.LongestStepOverRate();
  const GaussianMotion motion{std::sqrt(3.0f) * steps * adam_.rates[column::kMean],
                              std::exp(steps * adam_.rates[column::kLogScale])};
  kernels_.iso.Prepare(map_.View(), views, motion, iso_);
}

}  // namespace isogs
