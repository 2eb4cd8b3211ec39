// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "shared/types/frame.h"

namespace isogs {

/// Units a metre: 16 bits reach to 10 m; depth beyond is stored as invalid.
inline constexpr double kReplicaDepthScale = 6553.5;

/// Writes frames as a new data set in the Replica layout (see replica_dataset.h), numbered from 0.
class ReplicaWriter {
 public:
  /// Makes `folder`. Throws UsageError if something is there already.
  explicit ReplicaWriter(std::filesystem::path folder, int jpeg_quality = 95);

  /// All frames have the camera of the first, and a pose.
  void Add(const Frame& frame);
  /// Writes what belongs to all frames: without it the data set does not open.
  void Finish();

  int64_t frame_count() const { return frame_count_; }

 private:
  std::filesystem::path folder_;
  int jpeg_quality_;
  int64_t frame_count_ = 0;
  Camera camera_;
  std::string trajectory_;
};

}  // namespace isogs
