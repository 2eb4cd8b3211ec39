// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "exports/voxels/hdf5_file.h"

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

}  // namespace isogs
