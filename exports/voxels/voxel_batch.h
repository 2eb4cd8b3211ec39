// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "exports/voxels/hdf5_file.h"
#include "shared/config/prerender_config.h"

namespace isogs {

/// Of one volume; x is fastest.
struct VolumeShape {
  size_t channels = 0;  ///< 0: the volume has no axis for them
  size_t depth = 0, height = 0, width = 0;

  size_t values() const { return (channels > 0 ? channels : 1) * depth * height * width; }
  /// [D,H,W] or [C,D,H,W].
  std::vector<size_t> axes() const;
};

/// What a batch file says of its volumes besides their values.
struct BatchRecord {
  std::string options;               ///< "key=value" lines of all that values depend on
  std::vector<int64_t> indices;      ///< [n] numbers of the samples
  std::vector<std::string> sources;  ///< [n]
  std::vector<double> origins_m;     ///< [n,3] x y z of the first sample, in the world
  std::vector<double> spacings_m;    ///< [n]
};

inline constexpr const char* kVoxelFormat = "isogs_voxels";
inline constexpr int kVoxelFormatVersion = 1;

const char* UnitsOf(VoxelField field);
const char* AxesOf(VoxelField field);

/// Writes one HDF5 file: `voxels` [n,D,H,W] or [n,C,D,H,W] float32 in chunks of whole layers, which are
/// packed on all processors; `indices` [n]; and attributes. The file is usable once Finish returned.
class VoxelBatchWriter {
 public:
  VoxelBatchWriter(std::filesystem::path path, const VolumeShape& shape, size_t volumes,
                   const PrerenderConfig& options);
  /// Where Finish did not return, nothing but an empty file stays.
  ~VoxelBatchWriter();
  VoxelBatchWriter(const VoxelBatchWriter&) = delete;
  VoxelBatchWriter& operator=(const VoxelBatchWriter&) = delete;

  /// Volume `position` of the file, in any order.
  void Write(size_t position, std::span<const float> values);
  void Finish(const BatchRecord& record);

 private:
  void WriteAttributes(const BatchRecord& record);
  /// Values of a chunk, padded with 0 where the volume ends before it.
  std::vector<float> ChunkValues(std::span<const float> values, size_t chunk) const;

  std::filesystem::path path_;
  const VolumeShape shape_;
  const PrerenderConfig options_;
  size_t chunk_depth_;
  size_t chunks_per_channel_;
  hdf5::Handle file_, dataset_;
  bool finished_ = false;
};

/// What VoxelBatchWriter wrote of itself; without origins and spacings. Throws Error if the file is another
/// program's, or damaged.
BatchRecord ReadBatchRecord(const std::filesystem::path& path);

}  // namespace isogs
