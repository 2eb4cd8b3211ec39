// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "meshing/gaussians/gaussian_records.h"
#include "meshing/gaussians/slab_index.h"

namespace isogs {

/// Some records in a row.
struct RecordRun {
  uint32_t begin = 0, end = 0;
};

/// What reaches a layer: runs of records, in the order in which sums add them up.
using LayerRuns = std::array<RecordRun, 5>;

/// The records of some layers at a time. The cloud is read in its own order, as many slabs at a time as
/// memory allows, so that what lies together in space comes to lie together in memory; each slab becomes
/// records once.
template <typename Record>
class SlabRecords {
 public:
  /// `kernels` and `index` must outlive it. `max_item_bytes`: of what is read from the cloud at a time; one
  /// slab at least.
  SlabRecords(const GaussianKernels& kernels, const SlabIndex& index, int64_t max_item_bytes);

  /// Makes the records of layers begin..end-1, of one at least. Layers ascend from call to call.
  void Advance(size_t begin, size_t end);
  /// The runs are in it; what is between them is not set.
  std::span<const Record> records() const { return {records_.get(), in_use_}; }
  /// Of a layer that Advance made.
  LayerRuns Runs(size_t layer) const;
  /// Gaussians whose records Advance has to hold for this layer: of its slab, and from afar.
  uint64_t Load(size_t layer) const { return loads_[layer]; }

 private:
  using Item = std::conditional_t<std::is_same_v<Record, DensityGaussian>, DensityItem, OrientedItem>;
  /// Gaussians from afar, ascending; those of slabs before and after the layer.
  struct FarLists {
    std::vector<uint32_t> before, after;
  };

  void Reserve(size_t begin, size_t end);
  void ReadItems(size_t slab);
  void MakeSlabs(size_t begin, size_t end);
  void MakeFar(size_t begin, size_t end);

  const GaussianKernels& kernels_;
  const SlabIndex& index_;
  int64_t max_item_bytes_;
  std::vector<uint64_t> slab_sizes_, loads_;  // Gaussians
  // Slab s holds the Gaussians of layer s - 1.
  size_t items_begin_ = 0, items_end_ = 0;  // slabs whose items are in memory
  std::vector<uint64_t> item_begin_;        // [slabs + 1] of those
  std::unique_ptr<Item[]> items_;
  size_t item_capacity_ = 0;
  size_t slabs_begin_ = 0, slabs_end_ = 0;  // slabs whose records are in memory
  std::vector<RecordRun> slabs_;            // of those
  size_t far_begin_ = 0;                    // layer
  std::vector<FarLists> far_;
  std::vector<std::array<RecordRun, 2>> far_runs_;
  std::unique_ptr<Record[]> records_;
  size_t capacity_ = 0, in_use_ = 0;
};

extern template class SlabRecords<DensityGaussian>;
extern template class SlabRecords<OrientedGaussian>;

}  // namespace isogs
