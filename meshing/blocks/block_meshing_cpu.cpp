// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>
#include <utility>

#include "meshing/blocks/block_grid.h"
#include "meshing/blocks/block_keys.h"
#include "meshing/blocks/block_meshing.h"
#include "meshing/gaussians/field_limits.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

template <typename Record>
class BlockMeshingCpu : public BlockMeshing<Record> {
 public:
  explicit BlockMeshingCpu(const MeshOptions& options) : options_(options), crop_(CropBox(options)) {}

  void SetRecords(std::span<const Record> records) override { records_ = records; }
  void MeshLayers(std::span<const LayerRuns> runs, int32_t first_x, const std::vector<uint64_t>* wanted,
                  LayerReceiver* receiver) override {
    std::vector<BlockLayer> layers(runs.size());
    ParallelFor(static_cast<int64_t>(layers.size()), 1, [&](int64_t from, int64_t to) {
      for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
        layers[i] = MakeBlockLayer(records_, runs[i], first_x + static_cast<int32_t>(i), options_.block_size);
      }
    });
    for (size_t i = 0; i < layers.size(); ++i) {
      receiver->TakeBlockCount(static_cast<int64_t>(layers[i].blocks.size()));
      std::vector<BlockMesh> meshes = MeshBlocks(layers[i], PositionsOf(layers[i].blocks, wanted));
      layers[i] = {};
      receiver->TakeMeshes(first_x + static_cast<int32_t>(i), std::move(meshes));
    }
  }

 private:
  static constexpr int64_t kBlockGrain = 4;

  std::vector<BlockMesh> MeshBlocks(const BlockLayer& layer, std::span<const uint32_t> blocks) {
    std::vector<BlockMesh> meshes(blocks.size());
    const auto count = static_cast<int64_t>(meshes.size());
    const int64_t at_once = options_.batch_blocks > 0 ? options_.batch_blocks : count;
    for (int64_t first = 0; first < count; first += at_once) {
      ParallelFor(std::min(at_once, count - first), kBlockGrain, [&](int64_t from, int64_t to) {
        std::unique_ptr<BlockMesher> mesher = Take();
        for (auto b = static_cast<size_t>(first + from); b < static_cast<size_t>(first + to); ++b) {
          MeshBlock(layer.List(blocks[b]), layer.blocks[blocks[b]], mesher.get(), &meshes[b]);
        }
        Return(std::move(mesher));
      });
    }
    std::erase_if(meshes, [](const BlockMesh& mesh) { return mesh.IsEmpty(); });
    return meshes;
  }

  void Evaluate(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                const LatticePoint& origin, BlockField* field) const {
    EvaluateDensity(gaussians, list, origin, static_cast<float>(options_.iso_level), field);
  }
  void Evaluate(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                const LatticePoint& origin, BlockField* field) const {
    EvaluateOriented(gaussians, list, origin, MinSampleWeight(options_), field);
  }

  /// Whether these Gaussians can have no surface: they weigh too little if all were in one place.
  bool IsTooLight(std::span<const uint32_t> list) const {
    constexpr double kRounding = 1.0001;
    double sum = 0.0;
    for (const uint32_t index : list) sum += records_[index].opacity;
    return kRounding * sum <
           (options_.surface == Surface::kDensity ? options_.iso_level : options_.min_weight);
  }

  void MeshBlock(std::span<const uint32_t> list, const BlockIndex& block, BlockMesher* mesher,
                 BlockMesh* mesh) const {
    const int32_t size = options_.block_size;
    const LatticePoint origin = {block.x * size, block.y * size, block.z * size};
    *mesh = {};
    mesh->block = block;
    if (IsTooLight(list)) return;
    Evaluate(records_, list, origin, &mesher->field());
    if (!mesher->FindSurface(block, mesh)) return;
    SumAttributes(records_, list, origin, &mesher->vertices());
    mesher->FinishVertices(mesh);
  }

  // Meshers are borrowed, each for a while.
  std::unique_ptr<BlockMesher> Take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      return std::make_unique<BlockMesher>(options_.block_size, options_.voxel_size_m, crop_,
                                           MinVertexWeight(options_));
    }
    std::unique_ptr<BlockMesher> mesher = std::move(free_.back());
    free_.pop_back();
    return mesher;
  }
  void Return(std::unique_ptr<BlockMesher> mesher) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(mesher));
  }

  const MeshOptions options_;
  const LatticeBox crop_;
  std::span<const Record> records_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<BlockMesher>> free_;
};

}  // namespace

template <typename Record>
std::unique_ptr<BlockMeshing<Record>> MakeBlockMeshingCpu(const MeshOptions& options) {
  return std::make_unique<BlockMeshingCpu<Record>>(options);
}

template std::unique_ptr<BlockMeshing<DensityGaussian>> MakeBlockMeshingCpu(const MeshOptions&);
template std::unique_ptr<BlockMeshing<OrientedGaussian>> MakeBlockMeshingCpu(const MeshOptions&);

}  // namespace isogs
