// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/config/field.h"

namespace isogs {

/// Adam's step sizes: SplaTAM's on Replica for rotations and opacities, larger ones for the others.
struct LearningRates {
  double means = 1.5e-4;
  double colors = 8e-3;
  double rotations = 1e-3;
  double logit_opacities = 0.05;
  double log_scales = 0.01;
  double decay_steps = 100.0;  // a Gaussian's n-th step is 1 / sqrt(1 + n / this) as long; 0: all alike

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("means", means, InRange(0.0, 10.0));
    visit("colors", colors, InRange(0.0, 10.0));
    visit("rotations", rotations, InRange(0.0, 10.0));
    visit("logit_opacities", logit_opacities, InRange(0.0, 10.0));
    visit("log_scales", log_scales, InRange(0.0, 10.0));
    visit("decay_steps", decay_steps, InRange(0.0, 1e9));
  }
};

/// Where and how new Gaussians are made.
struct DensifyConfig {
  int pixel_stride = 1;  // the grid of pixels that Gaussians are made of, in both axes
  int max_cell =
      4;  // of the grid, each way, where one Gaussian does: a power of 2, or the next below; 1: one a pixel
  double max_color_residual = 0.008;  // beyond, from a linear fit of its colours (0..1), a cell is divided
  double max_depth_residual = 0.002;  // and beyond this, of its inverse depths, beside the sensor's noise
  double initial_opacity = 0.98;
  double initial_scale_px = 0.5;          // sigma in pixels of the frame, times the cell's sides
  double initial_thickness = 0.25;        // across the surface, times their width; 1: round
  double max_silhouette = 0.5;            // pixels below get one
  double depth_error_over_median = 50.0;  // and pixels whose measured depth lies in front by so many medians
  double front_sigmas = 8.0;              // or by so many deviations of a noisy sensor (dataset.sensor)

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("pixel_stride", pixel_stride, InRange(1, 64));
    visit("max_cell", max_cell, InRange(1, 16));
    visit("max_color_residual", max_color_residual, InRange(0.0, 1.0));
    visit("max_depth_residual", max_depth_residual, InRange(0.0, 1.0));
    visit("initial_opacity", initial_opacity, InRange(0.01, 0.98));
    visit("initial_scale_px", initial_scale_px, InRange(0.05, 20.0));
    visit("initial_thickness", initial_thickness, InRange(0.001, 1.0));
    visit("max_silhouette", max_silhouette, InRange(0.0, 1.0));
    visit("depth_error_over_median", depth_error_over_median, InRange(1.0, 1e6));
    visit("front_sigmas", front_sigmas, InRange(1.0, 1e6));
  }
};

/// Where the iso-surface loss looks at the map's density.
struct IsoConfig {
  int every = 2;               // iterations; its weight is as many times larger
  int64_t samples = 8192;      // valid pixels an iteration, drawn without replacement
  int64_t chunk = 512;         // of them worked on at a time; changes no result
  double target = 1.0;         // density on the measured surface
  double support_sigma = 3.0;  // a Gaussian's density ends there

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("every", every, InRange(1, 1000));
    visit("samples", samples, InRange<int64_t>(1, 100'000'000));
    visit("chunk", chunk, InRange<int64_t>(1, 100'000'000));
    visit("target", target, InRange(0.0, 1e6));
    visit("support_sigma", support_sigma, InRange(0.5, 10.0));
  }
};

/// What moves: keyframes taken about then saw through it. It is neither mapped nor optimised on.
struct MovingConfig {
  int witnesses = 8;           // keyframes nearest in time that are asked; 0: all is taken for still
  int min_views = 2;           // that saw through it, at least, and more than saw it there
  double least_m = 0.05;       // what is measured so far behind was seen through
  double sigmas = 6.0;         // and by so many deviations of the sensor (dataset.sensor)
  double least_share = 0.004;  // of the image, of parts that hang together

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("witnesses", witnesses, InRange(0, 1000));
    visit("min_views", min_views, InRange(1, 1000));
    visit("least_m", least_m, InRange(0.0, 100.0));
    visit("sigmas", sigmas, InRange(0.0, 100.0));
    visit("least_share", least_share, InRange(0.0, 1.0));
  }
};

/// How the map is optimised (docs/method.md, "Mapping").
struct MappingConfig {
  int every_frames = 5;            // frame 0 and every t with (t + 1) % every_frames == 0 are mapped
  int iterations = 20;             // a mapping call, each on one view of the window, in turn
  int first_iterations = 40;       // of the first call, on frame 0 alone
  int window = 24;                 // views: the frame itself, the newest keyframe, the rest by overlap
  double depth_weight = 1.0;       // of the mean |D - S D*| [m]
  double silhouette_weight = 0.1;  // of the mean 1 - S
  double color_weight = 0.5;
  double ssim_weight = 0.2;   // within colour: (1 - w) L1 + w (1 - SSIM)
  double flat_weight = 50.0;  // of the mean smallest scale in view [m]; 0: off
  double iso_weight = 0.01;   // of the mean |density - target| on the surface; 0: off
  MovingConfig moving;
  bool exposure = true;            // each keyframe has one of its own, see docs/method.md, "Exposure"
  double min_alpha = 1.0 / 255.0;  // contributions below are skipped while optimising
  LearningRates learning_rates;
  IsoConfig iso;
  DensifyConfig densify;
  double prune_opacity = 0.005;          // Gaussians below are removed
  double prune_scale_over_radius = 0.1;  // and those with a sigma beyond this share of the scene's radius

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("every_frames", every_frames, InRange(1, 1000));
    visit("iterations", iterations, InRange(0, 100000));
    visit("first_iterations", first_iterations, InRange(0, 100000));
    visit("window", window, InRange(1, 1000));
    visit("depth_weight", depth_weight, InRange(0.0, 1e6));
    visit("silhouette_weight", silhouette_weight, InRange(0.0, 1e6));
    visit("color_weight", color_weight, InRange(0.0, 1e6));
    visit("ssim_weight", ssim_weight, InRange(0.0, 1.0));
    visit("flat_weight", flat_weight, InRange(0.0, 1e6));
    visit("iso_weight", iso_weight, InRange(0.0, 1e6));
    visit("moving", moving);
    visit("exposure", exposure);
    visit("min_alpha", min_alpha, InRange(1.0 / 255.0, 0.5));
    visit("learning_rates", learning_rates);
    visit("iso", iso);
    visit("densify", densify);
    visit("prune_opacity", prune_opacity, InRange(0.0, 1.0));
    visit("prune_scale_over_radius", prune_scale_over_radius, InRange(1e-4, 100.0));
  }
};

/// Bounds of the map itself.
struct MapConfig {
  int64_t max_gaussians = 10'000'000;  // no more are made beyond
  double min_scale_m = 0.0005;         // scales are kept at or above

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("max_gaussians", max_gaussians, InRange<int64_t>(1, 100'000'000));
    visit("min_scale_m", min_scale_m, InRange(0.0, 1.0));
  }
};

}  // namespace isogs
