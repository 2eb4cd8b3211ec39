// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "shared/types/frame.h"

namespace isogs {

/// Units a metre: 16 bits reach to 10 m; depth beyond is stored as invalid.
inline constexpr double kReplicaDepthScale = 6553.5;
/// Metres in these units; what does not fit into 1 to 65534 is 0.
Image<uint16_t> ReplicaDepth(const Image<float>& depth_m);

/// Writes frames as a new data set in the Replica layout (see replica_dataset.h), numbered from 0.
class ReplicaWriter {
 public:
  /// Makes `folder`. Throws UsageError if a data set is there already.
  /// `png_compression` is zlib's level, 0 to 9.
  explicit ReplicaWriter(std::filesystem::path folder, int jpeg_quality = 95, int png_compression = 9);

  /// Before Finish, removes what it has made.
  ~ReplicaWriter();
  ReplicaWriter(const ReplicaWriter&) = delete;
  ReplicaWriter& operator=(const ReplicaWriter&) = delete;

  /// All frames have the camera of the first.
  void Add(const Frame& frame) { AddAll({&frame, 1}); }
  /// Encodes and writes them in parallel.
  void AddAll(std::span<const Frame> frames);
  /// Writes what belongs to all frames: without it the data set does not open. A frame without a pose gets
  /// one of -inf, which readers take for none; where no frame has one, all get the identity.
  void Finish();

  int64_t frame_count() const { return static_cast<int64_t>(poses_.size()); }
  /// Those that have one.
  int64_t pose_count() const;

 private:
  void WriteImages(const Frame& frame, int64_t number) const;
  void RemoveWhatWasMade() const;

  std::filesystem::path folder_;
  int jpeg_quality_;
  int png_compression_;
  Camera camera_;
  std::vector<std::optional<Pose>> poses_;   // of the frames
  std::vector<std::filesystem::path> made_;  // folders, outer ones first
  bool wrote_camera_ = false;
  bool finished_ = false;
};

}  // namespace isogs
