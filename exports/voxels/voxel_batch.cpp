// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_batch.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "exports/voxels/chunk_codec.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/version.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// HDF5 keeps so much of a dataset unpacked by default: a reader unpacks no chunk twice.
constexpr size_t kChunkBytes = 1 << 20;

std::vector<hsize_t> Extents(const VolumeShape& shape, size_t volumes) {
  std::vector<hsize_t> extents = {volumes};
  for (const size_t axis : shape.axes()) extents.push_back(axis);
  return extents;
}

hdf5::Handle DatasetLayout(const VolumeShape& shape, size_t chunk_depth, const PrerenderConfig& options) {
  const std::string what = "lay out the volumes";
  hdf5::Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, what);
  std::vector<hsize_t> chunk = {1, chunk_depth, shape.height, shape.width};
  if (shape.channels > 0) chunk.insert(chunk.begin(), 1);
  hdf5::Require(H5Pset_chunk(layout.get(), static_cast<int>(chunk.size()), chunk.data()), what);
  hdf5::Require(H5Pset_obj_track_times(layout.get(), false), what);
  if (options.compression == VoxelCompression::kNone) return layout;
  hdf5::Require(H5Pset_shuffle(layout.get()), what);
  hdf5::Require(H5Pset_deflate(layout.get(), static_cast<unsigned>(options.compression_level)), what);
  return layout;
}

std::vector<int64_t> ReadIndices(const hdf5::Handle& file, const std::string& what) {
  const hdf5::Handle dataset(H5Dopen2(file.get(), "indices", H5P_DEFAULT), H5Dclose, what);
  const hdf5::Handle space(H5Dget_space(dataset.get()), H5Sclose, what);
  std::vector<int64_t> indices(static_cast<size_t>(H5Sget_simple_extent_npoints(space.get())));
  hdf5::Require(H5Dread(dataset.get(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, indices.data()),
                what);
  return indices;
}

}  // namespace

std::vector<size_t> VolumeShape::axes() const {
  if (channels > 0) return {channels, depth, height, width};
  return {depth, height, width};
}

const char* UnitsOf(VoxelField field) { return field == VoxelField::kOriented ? "m" : "1"; }

const char* AxesOf(VoxelField field) { return field == VoxelField::kColor ? "channel z y x" : "z y x"; }

VoxelBatchWriter::VoxelBatchWriter(fs::path path, const VolumeShape& shape, size_t volumes,
                                   const PrerenderConfig& options)
    : path_(std::move(path)), shape_(shape), options_(options) {
  const size_t layer_bytes = sizeof(float) * shape.height * shape.width;
  chunk_depth_ = std::clamp<size_t>(kChunkBytes / layer_bytes, 1, shape.depth);
  chunks_per_channel_ = (shape.depth + chunk_depth_ - 1) / chunk_depth_;
  file_ = hdf5::CreateFile(path_);
  dataset_ = {H5Dcreate2(file_.get(), "voxels", H5T_IEEE_F32LE, hdf5::Simple(Extents(shape, volumes)).get(),
                         H5P_DEFAULT, DatasetLayout(shape, chunk_depth_, options).get(), H5P_DEFAULT),
              H5Dclose, "write " + path_.string()};
}

VoxelBatchWriter::~VoxelBatchWriter() {
  if (finished_) return;
  // So that a full disk has room for what HDF5 writes when it closes a file, whatever happened to it.
  std::error_code ignored;
  fs::resize_file(path_, 0, ignored);
}

std::vector<float> VoxelBatchWriter::ChunkValues(std::span<const float> values, size_t chunk) const {
  const size_t layer = shape_.height * shape_.width;
  const size_t channel = chunk / chunks_per_channel_, first = chunk % chunks_per_channel_ * chunk_depth_;
  const size_t layers = std::min(chunk_depth_, shape_.depth - first);
  std::vector<float> padded(chunk_depth_ * layer);
  std::ranges::copy(values.subspan((channel * shape_.depth + first) * layer, layers * layer), padded.begin());
  return padded;
}

void VoxelBatchWriter::Write(size_t position, std::span<const float> values) {
  if (values.size() != shape_.values()) throw Error(path_.string() + ": a volume is of another size");
  const size_t chunks = std::max<size_t>(shape_.channels, 1) * chunks_per_channel_;
  std::vector<std::vector<std::byte>> packed(chunks);
  const bool plain = options_.compression == VoxelCompression::kNone;
  ParallelFor(static_cast<int64_t>(chunks), 1, [&](int64_t at, int64_t) {
    const std::vector<float> chunk = ChunkValues(values, static_cast<size_t>(at));
    auto& bytes = packed[static_cast<size_t>(at)];
    if (plain) {
      const auto all = std::as_bytes(std::span(chunk));
      bytes.assign(all.begin(), all.end());
    } else {
      bytes = ShuffledAndDeflated(chunk, options_.compression_level);
    }
  });
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    const hsize_t channel = chunk / chunks_per_channel_;
    const hsize_t layer = chunk % chunks_per_channel_ * chunk_depth_;
    std::vector<hsize_t> offset = {position, layer, 0, 0};
    if (shape_.channels > 0) offset.insert(offset.begin() + 1, channel);
    hdf5::Require(H5Dwrite_chunk(dataset_.get(), H5P_DEFAULT, 0, offset.data(), packed[chunk].size(),
                                 packed[chunk].data()),
                  "write " + path_.string());
  }
}

void VoxelBatchWriter::WriteAttributes(const BatchRecord& record) {
  hdf5::WriteText(file_, "format", kVoxelFormat);
  hdf5::WriteWhole(file_, "format_version", kVoxelFormatVersion);
  hdf5::WriteText(file_, "isogs_version", Version());
  const auto name =
      std::ranges::find(kVoxelFieldNames, options_.field, &std::pair<std::string, VoxelField>::second);
  hdf5::WriteText(file_, "field", name->first);
  hdf5::WriteText(file_, "units", UnitsOf(options_.field));
  hdf5::WriteText(file_, "axes", AxesOf(options_.field));
  hdf5::WriteNumber(file_, "threshold", options_.threshold);
  hdf5::WriteWhole(file_, "precision", options_.precision);
  hdf5::WriteText(file_, "options", record.options);
  hdf5::WriteNumbers(file_, "origin", record.origins_m, 3);
  hdf5::WriteNumbers(file_, "spacing", record.spacings_m, 1);
  hdf5::WriteTexts(file_, "sources", record.sources);
}

void VoxelBatchWriter::Finish(const BatchRecord& record) {
  const std::string what = "write " + path_.string();
  hdf5::Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, what);
  hdf5::Require(H5Pset_obj_track_times(layout.get(), false), what);
  hdf5::Handle indices(
      H5Dcreate2(file_.get(), "indices", H5T_STD_I64LE, hdf5::Simple({record.indices.size()}).get(),
                 H5P_DEFAULT, layout.get(), H5P_DEFAULT),
      H5Dclose, what);
  hdf5::Require(
      H5Dwrite(indices.get(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, record.indices.data()), what);
  WriteAttributes(record);
  hdf5::Require(H5Fflush(file_.get(), H5F_SCOPE_LOCAL), what);
  indices.Close(what);
  dataset_.Close(what);
  file_.Close(what);
  finished_ = true;
}

BatchRecord ReadBatchRecord(const fs::path& path) {
  const hdf5::Handle file = hdf5::OpenFile(path);
  if (!hdf5::HasAttribute(file, "format") || hdf5::ReadText(file, "format") != kVoxelFormat)
    throw Error(path.string() + ": was not written by export_voxels");
  try {
    BatchRecord record;
    record.options = hdf5::ReadText(file, "options");
    record.sources = hdf5::ReadTexts(file, "sources");
    record.indices = ReadIndices(file, "read its indices");
    return record;
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace isogs
