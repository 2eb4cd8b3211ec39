// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace isogs {

/// Looks at the first frames of a run for what people's own data get wrong: depth scale, intrinsics, axes of
/// poses. May be mistaken, so that what it finds is worth a warning and no more. Reads at most nine frames.
class StartCheck {
 public:
  StartCheck(const Dataset& dataset, const DatasetConfig& config)
      : dataset_(dataset), max_depth_m_(config.max_depth_m) {}

  /// What looks wrong at the beginning of `indices`, a line each that names the key to change.
  std::vector<std::string> Warnings(std::span<const int64_t> indices) const;

 private:
  std::optional<Frame> TryRead(int64_t index) const;
  /// The first of the frames after `first` from which the camera of `first` is seen to have moved.
  std::optional<Frame> FindMoved(const Frame& first, std::span<const int64_t> later) const;

  const Dataset& dataset_;
  double max_depth_m_;
};

}  // namespace isogs
