// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/point_cloud.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "exports/voxels/hdf5_file.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/formats/mesh_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::string Extension(const fs::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension;
}

/// Adds the name of a dataset or group to a list.
herr_t AddName(hid_t, const char* name, const H5L_info_t*, void* list) {
  constexpr size_t kMostNames = 10;
  auto* const names = static_cast<std::vector<std::string>*>(list);
  if (names->size() < kMostNames) names->emplace_back(name);
  return 0;
}

std::string NamesIn(const hdf5::Handle& file) {
  std::vector<std::string> names;
  H5Literate(file.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, AddName, &names);
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(Printable(name));
  return text.empty() ? "nothing" : text;
}

std::string ShapeText(const std::vector<hsize_t>& shape) {
  std::string text = "[";
  for (const hsize_t extent : shape) text.append(text.size() > 1 ? "," : "").append(std::to_string(extent));
  return text + "]";
}

/// The dataset of points of an open file.
struct PointsDataset {
  PointsDataset(const fs::path& path, const std::string& dataset_name) : file(hdf5::OpenFile(path)) {
    const std::string in_file = path.string() + ": dataset " + Quoted(dataset_name, 100);
    if (dataset_name.empty() || H5Lexists(file.get(), dataset_name.c_str(), H5P_DEFAULT) <= 0)
      throw Error(fmt::format("{} is not there, expected --points-dataset to name one of: {}", in_file,
                              NamesIn(file)));
    dataset = {H5Dopen2(file.get(), dataset_name.c_str(), H5P_DEFAULT), H5Dclose, "read " + in_file};
    const hdf5::Handle type(H5Dget_type(dataset.get()), H5Tclose, "read " + in_file);
    const H5T_class_t kind = H5Tget_class(type.get());
    if (kind != H5T_FLOAT && kind != H5T_INTEGER) throw Error(in_file + " holds no numbers, expected points");
    space = {H5Dget_space(dataset.get()), H5Sclose, "read " + in_file};
    shape = hdf5::Shape(space);
    if ((shape.size() != 2 && shape.size() != 3) || shape.back() != 3)
      throw Error(fmt::format("{} is {}, expected [N,3] or [M,N,3]", in_file, ShapeText(shape)));
    if (std::ranges::count(shape, hsize_t{0}) > 0) throw Error(in_file + " is empty");
  }

  std::vector<float> Read(int64_t cloud, const std::string& what) const {
    const hsize_t points = shape[shape.size() - 2];
    std::vector<float> values(3 * points);
    const hdf5::Handle memory = hdf5::Simple({points, 3});
    if (shape.size() == 3) {
      const hsize_t start[3] = {static_cast<hsize_t>(cloud), 0, 0}, count[3] = {1, points, 3};
      hdf5::Require(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start, nullptr, count, nullptr), what);
    }
    hdf5::Require(
        H5Dread(dataset.get(), H5T_NATIVE_FLOAT, memory.get(), space.get(), H5P_DEFAULT, values.data()),
        what);
    return values;
  }

  hdf5::Handle file, dataset, space;
  std::vector<hsize_t> shape;
};

}  // namespace

bool IsHdf5Name(const fs::path& file) { return Extension(file) == ".h5" || Extension(file) == ".hdf5"; }

void CheckPointsName(const fs::path& file) {
  if (IsHdf5Name(file) || Extension(file) == ".ply") return;
  throw UsageError(file.string() + ": is a file of another kind, expected points in .ply, .h5 or .hdf5");
}

int64_t CountClouds(const fs::path& file, const std::string& dataset) {
  if (!IsHdf5Name(file)) return 1;
  const PointsDataset points(file, dataset);
  return points.shape.size() == 3 ? static_cast<int64_t>(points.shape[0]) : 1;
}

std::vector<float> ReadCloud(const fs::path& file, const std::string& dataset, int64_t cloud) {
  std::vector<float> points = IsHdf5Name(file)
                                  ? PointsDataset(file, dataset).Read(cloud, "read " + file.string())
                                  : ReadPointsPly(file).vertices;
  if (points.empty()) throw Error(file.string() + ": holds no points");
  const auto bad = std::ranges::find_if(points, [](float x) { return !std::isfinite(x); });
  if (bad == points.end()) return points;
  throw Error(fmt::format("{}: point {} of cloud {} is not finite", file.string(), (bad - points.begin()) / 3,
                          cloud));
}

}  // namespace isogs
