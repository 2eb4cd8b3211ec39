// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "exports/voxels/hdf5_file.h"
#include "exports/voxels/voxel_batch.h"

namespace isogs {

/// An HDF5 file of one dataset of floats.
inline void WritePoints(const std::filesystem::path& path, const std::string& dataset,
                        const std::vector<hsize_t>& shape, const std::vector<float>& values) {
  const hdf5::Handle file = hdf5::CreateFile(path);
  const hdf5::Handle made(H5Dcreate2(file.get(), dataset.c_str(), H5T_IEEE_F32LE, hdf5::Simple(shape).get(),
                                     H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                          H5Dclose, "make a dataset");
  hdf5::Require(H5Dwrite(made.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                "write a dataset");
}

/// An HDF5 file whose dataset [5,3] holds text.
inline void WriteTextDataset(const std::filesystem::path& path, const std::string& dataset) {
  const hdf5::Handle file = hdf5::CreateFile(path);
  const hdf5::Handle made(H5Dcreate2(file.get(), dataset.c_str(), H5T_C_S1, hdf5::Simple({5, 3}).get(),
                                     H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                          H5Dclose, "make a dataset");
}

/// A volume of a batch, as any reader of HDF5 unpacks it.
inline std::vector<float> ReadVolume(const std::filesystem::path& path, size_t position,
                                     const VolumeShape& shape) {
  const hdf5::Handle file = hdf5::OpenFile(path);
  const hdf5::Handle dataset(H5Dopen2(file.get(), "voxels", H5P_DEFAULT), H5Dclose, "open");
  const hdf5::Handle space(H5Dget_space(dataset.get()), H5Sclose, "open");
  std::vector<hsize_t> start = {position}, count = {1};
  for (const size_t axis : shape.axes()) {
    start.push_back(0);
    count.push_back(axis);
  }
  H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
  std::vector<float> values(shape.values());
  hdf5::Require(H5Dread(dataset.get(), H5T_NATIVE_FLOAT, hdf5::Simple({values.size()}).get(), space.get(),
                        H5P_DEFAULT, values.data()),
                "read");
  return values;
}

}  // namespace isogs
