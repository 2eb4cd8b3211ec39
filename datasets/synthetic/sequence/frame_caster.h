// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/camera/hand_held_camera.h"
#include "datasets/synthetic/sequence/sequence_options.h"

namespace isogs::synthetic {

/// One frame before it is developed.
struct RawFrame {
  Image<float> radiance;
  Image<float> depth_m;  ///< as the sensor measures it
  HitImage hits;         ///< the truth
  Pose world_from_camera =
      Pose::Identity();  ///< in the middle of the exposure, for rolling shutters of the middle row
};

/// Casts the frames of a sequence. Thread-safe.
class FrameCaster {
 public:
  /// Keeps references to `rooms` and `path`.
  FrameCaster(const Renderer& rooms, const HandHeldCamera& path, const SequenceOptions& options);

  RawFrame Cast(int64_t index) const;
  /// One exposure for all frames: the gain that makes the mean of some of them middle grey.
  float CommonGain() const;

 private:
  /// Of each row, or of all, `offset_s` from the middle of the exposure.
  std::vector<Pose> PosesOf(int64_t index, double offset_s) const;
  Image<float> Blurred(int64_t index) const;

  const Renderer& rooms_;
  const HandHeldCamera& path_;
  SequenceOptions options_;
  Camera camera_;
};

}  // namespace isogs::synthetic
