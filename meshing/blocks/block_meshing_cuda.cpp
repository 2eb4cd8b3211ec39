// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/block_meshing_cuda.h"

#include <algorithm>
#include <utility>

#include "meshing/blocks/block_keys.h"
#include "meshing/blocks/cuda/block_kernels.h"
#include "meshing/blocks/cuda/block_lists.h"
#include "meshing/blocks/cuda/sample_groups.h"
#include "meshing/blocks/cuda/surface_download.h"
#include "meshing/blocks/marching_cubes_table.h"
#include "meshing/gaussians/field_limits.h"

namespace isogs {
namespace {

/// Of the fields of the blocks that are meshed at a time: enough to keep a device busy.
constexpr int64_t kMaxFieldBytes = 256 << 20;

template <typename T>
T* Upload(cuda::Stream stream, std::span<const T> values, cuda::DeviceArray<T>* to) {
  T* const memory = to->Reserve(static_cast<int64_t>(values.size()));
  cuda::CopyToDevice(stream, memory, values.data(), values.size_bytes());
  return memory;
}

/// A stream that goes with its owner.
class OwnStream {
 public:
  OwnStream() : stream_(cuda::MakeStream()) {}
  ~OwnStream() { cuda::DestroyStream(stream_); }
  OwnStream(const OwnStream&) = delete;
  OwnStream& operator=(const OwnStream&) = delete;

  operator cuda::Stream() const { return stream_; }

 private:
  cuda::Stream stream_;
};

/// Arrays that grow and stay.
struct DeviceMemory {
  cuda::DeviceArray<unsigned char> records{"Gaussians to mesh"};
  cuda::DeviceArray<uint32_t> begins{"lists of blocks"}, ends{"lists of blocks"};
  cuda::DeviceArray<int32_t> origins{"lists of blocks"};
  cuda::DeviceArray<float> values{"fields"}, weights{"fields"};
  cuda::DeviceArray<uint8_t> marks{"fields"};
  cuda::DeviceArray<int32_t> nodes{"fields"}, places{"fields"}, counts{"fields"};
  cuda::DeviceArray<cuda::SampleBox> group_boxes{"tables"};
  cuda::DeviceArray<uint32_t> group_samples{"tables"};
  cuda::DeviceArray<CubeCase> cases{"tables"};
};

template <typename Record>
class BlockMeshingCuda : public BlockMeshing<Record> {
 public:
  explicit BlockMeshingCuda(const MeshOptions& options)
      : options_(options), lists_(stream_), surfaces_(stream_) {
    const cuda::SampleGroups groups(options.block_size);
    groups_ = {Upload<cuda::SampleBox>(stream_, groups.boxes, &memory_.group_boxes),
               Upload<uint32_t>(stream_, groups.samples, &memory_.group_samples),
               static_cast<int>(groups.boxes.size())};
    cases_ = Upload<CubeCase>(stream_, MarchingCubesTable(), &memory_.cases);
    const LatticeBox crop = CropBox(options);
    limits_ = {static_cast<float>(options.iso_level), MinSampleWeight(options), MinVertexWeight(options),
               crop.low, crop.high};
    cuda::Synchronize(stream_);  // the groups go
  }

  void SetRecords(std::span<const Record> records) override {
    const std::span bytes(reinterpret_cast<const unsigned char*>(records.data()), records.size_bytes());
    Upload(stream_, bytes, &memory_.records);
  }

  void MeshLayers(std::span<const LayerRuns> layers, int32_t first_x, const std::vector<uint64_t>* wanted,
                  LayerReceiver* receiver) override {
    for (size_t i = 0; i < layers.size(); ++i) {
      const int32_t x = first_x + static_cast<int32_t>(i);
      lists_.Make(Records(), layers[i], x, options_.block_size);
      receiver->TakeBlockCount(static_cast<int64_t>(lists_.blocks().size()));
      receiver->TakeMeshes(x, MeshBlocks(PositionsOf(lists_.blocks(), wanted)));
    }
  }

 private:
  static constexpr bool kWeighted = std::is_same_v<Record, OrientedGaussian>;

  const Record* Records() const { return reinterpret_cast<const Record*>(memory_.records.data()); }

  std::vector<BlockMesh> MeshBlocks(std::span<const uint32_t> blocks) {
    std::vector<BlockMesh> meshes;
    const auto at_once = static_cast<size_t>(BlocksAtOnce());
    for (size_t first = 0; first < blocks.size(); first += at_once) {
      MeshSome(blocks.subspan(first, std::min(at_once, blocks.size() - first)), &meshes);
    }
    return meshes;
  }

  int64_t BlocksAtOnce() const {
    const int64_t side = options_.block_size + 1;
    const int64_t block_bytes = side * side * side * (2 * sizeof(float) + sizeof(uint8_t) + sizeof(int32_t));
    const int64_t fitting = kMaxFieldBytes / block_bytes;
    return options_.batch_blocks > 0 ? std::min(options_.batch_blocks, fitting) : fitting;
  }

  void MeshSome(std::span<const uint32_t> positions, std::vector<BlockMesh>* meshes) {
    const cuda::DeviceBlocks blocks = UploadBlocks(positions);
    const cuda::DeviceField field = ReserveField(blocks);
    cuda::EvaluateField<Record>(stream_, blocks, groups_, limits_, field);
    cuda::CountSurface(stream_, blocks, limits_.min_vertex_weight, cases_, field);
    counts_.resize(positions.size() * cuda::kCounts);
    cuda::CopyToHost(stream_, counts_.data(), field.counts, counts_.size() * sizeof(int32_t));
    const cuda::DeviceSurface surface = surfaces_.Reserve(counts_);
    cuda::WriteSurface(stream_, blocks, cases_, field, surface);
    cuda::FinishVertices<Record>(stream_, blocks, options_.voxel_size_m, field, surface);
    std::vector<BlockMesh> made = surfaces_.Download(indices_);
    for (BlockMesh& mesh : made) {
      if (!mesh.IsEmpty()) meshes->push_back(std::move(mesh));
    }
  }

  cuda::DeviceBlocks UploadBlocks(std::span<const uint32_t> positions) {
    indices_.clear();
    origins_.clear();
    begins_.clear();
    ends_.clear();
    for (const uint32_t position : positions) {
      const BlockIndex& block = lists_.blocks()[position];
      indices_.push_back(block);
      for (const int32_t index : {block.x, block.y, block.z}) origins_.push_back(index * options_.block_size);
      begins_.push_back(static_cast<uint32_t>(lists_.begins()[position]));
      ends_.push_back(static_cast<uint32_t>(lists_.begins()[position + 1]));
    }
    cuda::DeviceBlocks blocks;
    blocks.count = static_cast<int>(positions.size());
    blocks.size = options_.block_size;
    blocks.origins = Upload<int32_t>(stream_, origins_, &memory_.origins);
    blocks.begins = Upload<uint32_t>(stream_, begins_, &memory_.begins);
    blocks.ends = Upload<uint32_t>(stream_, ends_, &memory_.ends);
    blocks.list = lists_.list();
    blocks.records = Records();
    return blocks;
  }

  cuda::DeviceField ReserveField(const cuda::DeviceBlocks& blocks) {
    const int64_t samples = blocks.count * blocks.samples();
    cuda::DeviceField field;
    field.values = memory_.values.Reserve(samples);
    field.weights = kWeighted ? memory_.weights.Reserve(samples) : nullptr;
    field.marks = memory_.marks.Reserve(samples);
    field.nodes = memory_.nodes.Reserve(samples);
    field.places = memory_.places.Reserve(int64_t{blocks.count} * cuda::kSurfaceThreads * 2);
    field.counts = memory_.counts.Reserve(int64_t{blocks.count} * cuda::kCounts);
    return field;
  }

  const MeshOptions options_;
  const OwnStream stream_;
  DeviceMemory memory_;
  cuda::BlockLists lists_;
  cuda::SurfaceMemory surfaces_;
  cuda::DeviceGroups groups_;
  const CubeCase* cases_;
  cuda::FieldLimits limits_;
  // Of the blocks that are meshed now.
  std::vector<BlockIndex> indices_;
  std::vector<int32_t> origins_, counts_;
  std::vector<uint32_t> begins_, ends_;
};

class MeshingCuda : public MeshingDevice {
 public:
  explicit MeshingCuda(int index) : index_(index) {}

  std::string Name() const override { return "cuda:" + std::to_string(index_) + ", " + cuda::DeviceName(); }
  std::unique_ptr<BlockMeshing<DensityGaussian>> MakeDensity(const MeshOptions& options) override {
    return std::make_unique<BlockMeshingCuda<DensityGaussian>>(options);
  }
  std::unique_ptr<BlockMeshing<OrientedGaussian>> MakeOriented(const MeshOptions& options) override {
    return std::make_unique<BlockMeshingCuda<OrientedGaussian>>(options);
  }

 private:
  int index_;
};

}  // namespace

std::shared_ptr<MeshingDevice> MakeMeshingCuda(int index) { return std::make_shared<MeshingCuda>(index); }

}  // namespace isogs
