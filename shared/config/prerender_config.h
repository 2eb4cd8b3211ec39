// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "shared/config/field.h"

namespace isogs {

/// What a volume holds.
enum class VoxelField {
  kDensity,    ///< summed density of the Gaussians
  kOriented,   ///< signed distance that extract_mesh contours [m]
  kColor,      ///< red, green, blue and density
  kOccupancy,  ///< 1 from iso_level of density on
};
inline const EnumNames<VoxelField> kVoxelFieldNames = {{"density", VoxelField::kDensity},
                                                       {"oriented", VoxelField::kOriented},
                                                       {"color", VoxelField::kColor},
                                                       {"occupancy", VoxelField::kOccupancy}};

enum class VoxelCompression { kGzip, kNone };
inline const EnumNames<VoxelCompression> kVoxelCompressionNames = {{"gzip", VoxelCompression::kGzip},
                                                                   {"none", VoxelCompression::kNone}};

/// How a cloud of points becomes a density.
enum class PointsMethod {
  kGaussian,  ///< sum of a Gaussian a point
  kCount      ///< points in the cell
};
inline const EnumNames<PointsMethod> kPointsMethodNames = {{"gaussian", PointsMethod::kGaussian},
                                                           {"count", PointsMethod::kCount}};

/// Volumes for learning, made of finished maps (export_voxels). Its keys are the program's options.
struct PrerenderConfig {
  std::string output;  // folder that the volumes go to
  VoxelField field = VoxelField::kDensity;
  int voxel_size = 128;      // cells along the volume's longest side: a count
  Triple volume_dims;        // x y z [m]; not given: a cube around each map
  Triple center;             // x y z [m], in the world; not given: of the bounds of each map
  double padding = 0.0;      // [m], on every side
  double threshold = 0.001;  // density and what goes with it below are 0; not for the oriented field
  int precision = 8;         // decimals that are kept; from 8 on all
  std::string fill = "nan";  // oriented: where the field has no value
  double iso_level = 0.3;    // occupancy: density from which on a cell is taken
  VoxelCompression compression = VoxelCompression::kGzip;
  int compression_level = 6;
  int64_t batch_size = 100;  // volumes a file
  int64_t first_sample = 0;  // of all that the inputs name
  int64_t max_samples = 0;   // 0: all
  bool overwrite = false;    // makes volumes again that are there
  PointsMethod method = PointsMethod::kGaussian;
  double sigma = 0.0;                     // of a point [m]; 0: a cell
  std::string points_dataset = "points";  // in HDF5 files of points

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("output", output);
    visit("field", field, kVoxelFieldNames);
    visit("voxel_size", voxel_size, InRange(2, 2048));
    visit("volume_dims", volume_dims, InRange(1e-4, 1e5));
    visit("center", center, InRange(-1e6, 1e6));
    visit("padding", padding, InRange(0.0, 1e4));
    visit("threshold", threshold, InRange(0.0, 1e6));
    visit("precision", precision, InRange(0, 15));
    visit("fill", fill);
    visit("iso_level", iso_level, InRange(1e-6, 1e6));
    visit("compression", compression, kVoxelCompressionNames);
    visit("compression_level", compression_level, InRange(1, 9));
    visit("batch_size", batch_size, InRange<int64_t>(1, 1000));
    visit("first_sample", first_sample, InRange<int64_t>(0, INT64_MAX));
    visit("max_samples", max_samples, InRange<int64_t>(0, INT64_MAX));
    visit("overwrite", overwrite);
    visit("method", method, kPointsMethodNames);
    visit("sigma", sigma, InRange(0.0, 1e3));
    visit("points_dataset", points_dataset);
  }
};

}  // namespace isogs
