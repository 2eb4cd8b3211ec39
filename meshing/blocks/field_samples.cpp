// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/field_samples.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/block_grid.h"
#include "meshing/blocks/block_vertices.h"
#include "meshing/gaussians/field_limits.h"
#include "meshing/gaussians/slab_index.h"
#include "meshing/gaussians/slab_records.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kRecordBytes = 64 << 20, kItemBytes = 128 << 20;  // at a time; more makes nothing faster
constexpr int64_t kGaussianGrain = 1 << 14, kBlockGrain = 2;

/// At least the Gaussians that reach a box: copies of them where they are few, otherwise all.
class GaussiansAround {
 public:
  GaussiansAround(const GaussianSource& all, const MeshOptions& options, const LatticeBox& wide,
                  const LatticeBox& box) {
    GaussianKernels kernels(all, options);
    kernels.crop = wide;
    const size_t count = all.cloud->size();
    std::vector<uint8_t> reaches(count);
    ParallelFor(static_cast<int64_t>(count), kGaussianGrain, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        reaches[i] = Overlap(kernels.Reach(i), box) ? 1 : 0;
      }
    });
    source_ = all;
    // Others change nothing but the time that it takes; copies take memory.
    if (2 * std::ranges::count(reaches, uint8_t{1}) < std::ssize(reaches)) Select(all, reaches);
  }

  const GaussianSource& source() const { return source_; }

 private:
  static bool Overlap(const LatticeBox& a, const LatticeBox& b) {
    if (a.IsEmpty()) return false;
    for (size_t k = 0; k < 3; ++k) {
      if (a.high[k] < b.low[k] || a.low[k] > b.high[k]) return false;
    }
    return true;
  }

  void Select(const GaussianSource& all, const std::vector<uint8_t>& chosen) {
    const auto take = [&](const auto& from, size_t width, auto* to) {
      for (size_t i = 0; i < chosen.size() && !from.empty(); ++i) {
        if (chosen[i] != 0)
          to->insert(to->end(), from.begin() + static_cast<ptrdiff_t>(width * i),
                     from.begin() + static_cast<ptrdiff_t>(width * (i + 1)));
      }
    };
    const GaussianCloud& cloud = *all.cloud;
    take(cloud.means, 3, &cloud_.means);
    take(cloud.colors, 3, &cloud_.colors);
    take(cloud.rotations, 4, &cloud_.rotations);
    take(cloud.logit_opacities, 1, &cloud_.logit_opacities);
    take(cloud.log_scales, 3, &cloud_.log_scales);
    take(all.normals, 1, &normals_);
    take(all.spacings, 1, &spacings_);
    source_ = {&cloud_, normals_, spacings_};
  }

  GaussianSource source_;
  GaussianCloud cloud_;
  std::vector<uint32_t> normals_;
  std::vector<float> spacings_;
};

LatticeBox Widened(const LatticeBox& box, int32_t by) {
  LatticeBox wide = box;
  for (size_t k = 0; k < 3; ++k) {
    wide.low[k] -= by;
    wide.high[k] += by;
  }
  return wide;
}

/// What evaluates one block: what reaches it, where it begins.
template <typename Record>
struct ReachedBlock {
  std::span<const Record> records;
  std::span<const uint32_t> list;
  LatticePoint origin;
};

/// Whether blocks of this index along an axis have points of their own from low to high.
bool Meets(int32_t block, int32_t low, int32_t high, int32_t size) {
  return block >= FloorDiv(low, size) && block <= FloorDiv(high, size);
}

/// Calls body(block) for the blocks with points of the box that some Gaussian reaches, from several threads.
template <typename Record, typename Body>
void ForReachedBlocks(const GaussianSource& all, const MeshOptions& asked, const LatticeBox& box,
                      const Body& body) {
  MeshOptions options = asked;
  options.crop = {};
  options.max_blocks = std::numeric_limits<int64_t>::max();
  const LatticeBox wide = Widened(box, kExactReach);
  const GaussiansAround around(all, options, wide, box);
  GaussianKernels kernels(around.source(), options);
  kernels.crop = wide;
  const SlabIndex index = IndexSlabs(kernels, options);
  if (index.layer_count == 0) return;
  SlabRecords<Record> records(kernels, index, kItemBytes);
  const int32_t size = options.block_size;
  const auto layers = static_cast<int64_t>(index.layer_count);
  const int64_t first = std::max<int64_t>(FloorDiv(box.low[0], size) - index.first_layer, 0);
  const int64_t end = std::min<int64_t>(FloorDiv(box.high[0], size) - index.first_layer + 1, layers);
  constexpr auto kMostLoad = static_cast<uint64_t>(kRecordBytes) / sizeof(Record);
  for (int64_t begin = first, next; begin < end; begin = next) {
    uint64_t load = 0;
    for (next = begin; next < end && (next == begin || load <= kMostLoad); ++next)
      load += records.Load(static_cast<size_t>(next));
    records.Advance(static_cast<size_t>(begin), static_cast<size_t>(next));
    std::vector<BlockLayer> grids(static_cast<size_t>(next - begin));
    ParallelFor(next - begin, 1, [&](int64_t from, int64_t) {
      const int32_t x = index.first_layer + static_cast<int32_t>(begin + from);
      grids[static_cast<size_t>(from)] =
          MakeBlockLayer(records.records(), records.Runs(static_cast<size_t>(begin + from)), x, size);
    });
    for (const BlockLayer& grid : grids) {
      std::vector<size_t> wanted;
      for (size_t b = 0; b < grid.blocks.size(); ++b) {
        const BlockIndex& block = grid.blocks[b];
        if (Meets(block.y, box.low[1], box.high[1], size) && Meets(block.z, box.low[2], box.high[2], size))
          wanted.push_back(b);
      }
      ParallelFor(static_cast<int64_t>(wanted.size()), kBlockGrain, [&](int64_t from, int64_t to) {
        for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
          const BlockIndex& block = grid.blocks[wanted[i]];
          body(ReachedBlock<Record>{
              records.records(), grid.List(wanted[i]), {block.x * size, block.y * size, block.z * size}});
        }
      });
    }
  }
}

/// Calls body(row of the field, x in it, place among the samples) for a block's own points in the box.
template <typename Body>
void ForPoints(const BlockField& field, const LatticePoint& origin, const LatticeBox& box, const Body& body) {
  const int size = field.side() - 1;
  int first[3], last[3];
  for (size_t k = 0; k < 3; ++k) {
    first[k] = std::max(box.low[k] - origin[k], 0);
    last[k] = std::min(box.high[k] - origin[k], size - 1);
  }
  const int64_t width = int64_t{box.high[0]} - box.low[0] + 1, height = int64_t{box.high[1]} - box.low[1] + 1;
  for (int z = first[2]; z <= last[2]; ++z) {
    for (int y = first[1]; y <= last[1]; ++y) {
      const int64_t row = (int64_t{origin[2]} + z - box.low[2]) * height + (origin[1] + y - box.low[1]);
      const int64_t begin = row * width + origin[0] - box.low[0];
      for (int x = first[0]; x <= last[0]; ++x) body(field.Row(y, z), x, static_cast<size_t>(begin + x));
    }
  }
}

/// From a field whose level is 0: what was subtracted from it.
float DensityAt(BlockField* field, int row, int x) { return 0.0f - field->value(row)[x]; }

/// The colours of a block's points from its Gaussians, where `places` among the samples are.
void AddColors(const ReachedBlock<DensityGaussian>& block, const std::vector<size_t>& places, size_t points,
               BlockVertices* vertices, std::vector<float>* samples) {
  SumAttributes(block.records, block.list, block.origin, vertices);
  for (size_t v = 0; v < places.size(); ++v) {
    const float weight = vertices->sum(BlockVertices::kWeight, v);
    for (size_t c = 0; c < 3; ++c) {
      const float sum =
          vertices->sum(static_cast<BlockVertices::Sum>(BlockVertices::kRed + static_cast<int>(c)), v);
      (*samples)[c * points + places[v]] = weight > 0.0f ? std::min(sum / weight / 255.0f, 1.0f) : 0.0f;
    }
  }
}

}  // namespace

std::vector<float> SampleDensity(const GaussianSource& source, const MeshOptions& options,
                                 const LatticeBox& box) {
  std::vector<float> samples(PointCount(box));
  ForReachedBlocks<DensityGaussian>(source, options, box, [&](const ReachedBlock<DensityGaussian>& block) {
    BlockField field(options.block_size, false);
    EvaluateDensity(block.records, block.list, block.origin, 0.0f, &field);
    ForPoints(field, block.origin, box,
              [&](int row, int x, size_t place) { samples[place] = DensityAt(&field, row, x); });
  });
  return samples;
}

std::vector<float> SampleInside(const GaussianSource& source, const MeshOptions& options,
                                const LatticeBox& box) {
  std::vector<float> samples(PointCount(box));
  const auto iso_level = static_cast<float>(options.iso_level);
  ForReachedBlocks<DensityGaussian>(source, options, box, [&](const ReachedBlock<DensityGaussian>& block) {
    BlockField field(options.block_size, false);
    EvaluateDensity(block.records, block.list, block.origin, iso_level, &field);
    ForPoints(field, block.origin, box, [&](int row, int x, size_t place) {
      samples[place] = (field.inside[static_cast<size_t>(row)] >> x & 1) != 0 ? 1.0f : 0.0f;
    });
  });
  return samples;
}

std::vector<float> SampleOriented(const GaussianSource& source, const MeshOptions& options,
                                  const LatticeBox& box) {
  std::vector<float> samples(PointCount(box), std::numeric_limits<float>::quiet_NaN());
  const auto voxel_size_m = static_cast<float>(options.voxel_size_m);
  ForReachedBlocks<OrientedGaussian>(source, options, box, [&](const ReachedBlock<OrientedGaussian>& block) {
    BlockField field(options.block_size, true);
    EvaluateOriented(block.records, block.list, block.origin, MinSampleWeight(options), &field);
    ForPoints(field, block.origin, box, [&](int row, int x, size_t place) {
      if ((field.valid[static_cast<size_t>(row)] >> x & 1) != 0)
        samples[place] = voxel_size_m * field.value(row)[x];
    });
  });
  return samples;
}

std::vector<float> SampleColors(const GaussianSource& source, const MeshOptions& options,
                                const LatticeBox& box, float least_density) {
  const size_t points = PointCount(box);
  std::vector<float> samples(4 * points);
  ForReachedBlocks<DensityGaussian>(source, options, box, [&](const ReachedBlock<DensityGaussian>& block) {
    BlockField field(options.block_size, false);
    EvaluateDensity(block.records, block.list, block.origin, 0.0f, &field);
    BlockVertices vertices;
    std::vector<size_t> places;
    ForPoints(field, block.origin, box, [&](int row, int x, size_t place) {
      const float density = DensityAt(&field, row, x);
      if (!(density > 0.0f && density >= least_density)) return;
      samples[3 * points + place] = density;
      vertices.Add({x, row % field.side(), row / field.side()}, 0, 0.0f);
      places.push_back(place);
    });
    if (!places.empty()) AddColors(block, places, points, &vertices, &samples);
  });
  return samples;
}

}  // namespace isogs
