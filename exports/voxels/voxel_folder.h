// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "exports/voxels/voxel_batch.h"
#include "shared/io/open_file.h"

namespace isogs {

/// The folder that volumes are written to, which this process alone writes to while the object lives:
/// voxels_batch_0000.h5, ..., and metadata.yaml, which says that all of them are there.
class VoxelFolder {
 public:
  /// Makes the folder, which goes again if nothing is written to it. Throws UsageError if it holds anything
  /// that export_voxels did not write, or another process writes to it.
  explicit VoxelFolder(std::filesystem::path path);
  ~VoxelFolder();
  VoxelFolder(const VoxelFolder&) = delete;
  VoxelFolder& operator=(const VoxelFolder&) = delete;

  std::filesystem::path batch(int64_t number) const;
  std::filesystem::path metadata() const { return path_ / "metadata.yaml"; }
  /// Numbers of the batches that are there, ascending.
  const std::vector<int64_t>& batches() const { return batches_; }
  bool HasBatch(int64_t number) const;

  /// Where the first batch of those waits that shall take the place of all that are there.
  std::filesystem::path replacement() const;
  /// Removes metadata and batches, then makes the replacement the first batch. Stopped at any point, it can
  /// be called again: the replacement is whole, and says that the others were to go.
  void Replace();
  void RemoveMetadata() const;

 private:
  void Look();

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  // folders that were not there, innermost first
  Descriptor lock_;
  std::vector<int64_t> batches_;
};

}  // namespace isogs
