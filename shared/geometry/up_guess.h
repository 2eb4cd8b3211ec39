// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "shared/geometry/pose.h"

namespace isogs {

/// Learns from cameras which way is up: people hold them upright on average, whatever axes the data set's
/// world has.
class UpGuess {
 public:
  void Add(const Pose& world_from_camera) {
    sum_ -= world_from_camera.linear().col(1);
    ++count_;
  }
  /// Unit length; +z, most data sets' upward axis, before the first camera and where they look all ways.
  Eigen::Vector3d up() const {
    constexpr double kLeastAgreement = 0.3;
    const bool agreed = sum_.norm() > kLeastAgreement * static_cast<double>(count_);
    return agreed ? sum_.normalized().eval() : Eigen::Vector3d::UnitZ().eval();
  }

 private:
  Eigen::Vector3d sum_ = Eigen::Vector3d::Zero();
  int64_t count_ = 0;
};

}  // namespace isogs
