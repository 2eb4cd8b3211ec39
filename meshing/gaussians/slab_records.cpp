// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/slab_records.h"

#include <algorithm>
#include <limits>

#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {

template <typename Record>
SlabRecords<Record>::SlabRecords(const GaussianKernels& kernels, const SlabIndex& index,
                                 int64_t max_item_bytes)
    : kernels_(kernels),
      index_(index),
      max_item_bytes_(max_item_bytes),
      slab_sizes_(index.slab_count()),
      loads_(index.layer_count) {
  for (const auto& counts : index.counts) {
    for (size_t slab = 0; slab < counts.size(); ++slab) slab_sizes_[slab] += counts[slab];
  }
  for (size_t layer = 0; layer < loads_.size(); ++layer) loads_[layer] = slab_sizes_[layer + 1];
  for (const FarGaussian& far : index.far) {
    for (int32_t layer = far.first; layer <= far.last; ++layer) ++loads_[static_cast<size_t>(layer)];
  }
}

template <typename Record>
void SlabRecords<Record>::Advance(size_t begin, size_t end) {
  Reserve(begin, end);
  while (slabs_end_ < end + 2) {
    const size_t slab = slabs_end_;
    if (slab < items_begin_ || slab >= items_end_) ReadItems(slab);
    MakeSlabs(slab, std::min(items_end_, end + 2));
  }
  if (slabs_end_ == index_.slab_count()) {  // all is read
    items_.reset();
    item_capacity_ = 0;
    items_end_ = items_begin_;
  }
  MakeFar(begin, end);
}

/// Makes room for the records, and keeps those that are there already.
template <typename Record>
void SlabRecords<Record>::Reserve(size_t begin, size_t end) {
  far_.assign(end - begin, {});
  far_begin_ = begin;
  uint64_t needed = 0;
  for (const FarGaussian& far : index_.far) {
    const auto first = std::max<int64_t>(far.first, static_cast<int64_t>(begin));
    const auto last = std::min<int64_t>(far.last, static_cast<int64_t>(end) - 1);
    for (int64_t layer = first; layer <= last; ++layer) {
      FarLists& lists = far_[static_cast<size_t>(layer) - begin];
      if (far.layer < layer - 1) lists.before.push_back(far.gaussian);
      if (far.layer > layer + 1) lists.after.push_back(far.gaussian);
    }
    needed += static_cast<uint64_t>(std::max<int64_t>(last - first + 1, 0));
  }
  for (size_t slab = begin; slab < end + 2; ++slab) needed += slab_sizes_[slab];
  if (needed > std::numeric_limits<uint32_t>::max()) {
    throw Error(
        "some layers of blocks are reached by Gaussians more than 2^32 times; use a larger voxel size");
  }
  in_use_ = needed;
  std::unique_ptr<Record[]> before;
  if (needed > capacity_) {
    before = std::exchange(records_, std::make_unique_for_overwrite<Record[]>(needed));
    capacity_ = needed;
  }
  // What is kept moves towards the front: a slab begins where those before it would end if none was merged.
  std::vector<RecordRun> kept;
  uint32_t at = 0;
  for (size_t slab = std::max(begin, slabs_begin_); slab < slabs_end_; ++slab) {
    const RecordRun from = slabs_[slab - slabs_begin_];
    const Record* source = (before ? before.get() : records_.get()) + from.begin;
    std::copy(source, source + (from.end - from.begin), records_.get() + at);
    kept.push_back({at, at + (from.end - from.begin)});
    at += static_cast<uint32_t>(slab_sizes_[slab]);
  }
  slabs_ = std::move(kept);
  slabs_begin_ = begin;
  slabs_end_ = begin + slabs_.size();
}

/// Reads this slab and as many after it as fit.
template <typename Record>
void SlabRecords<Record>::ReadItems(size_t slab) {
  items_begin_ = slab;
  items_end_ = slab;
  item_begin_ = {0};
  const auto limit = static_cast<uint64_t>(max_item_bytes_) / sizeof(Item);
  do {
    item_begin_.push_back(item_begin_.back() + slab_sizes_[items_end_++]);
  } while (items_end_ < index_.slab_count() && item_begin_.back() + slab_sizes_[items_end_] <= limit);
  if (item_begin_.back() > item_capacity_) {
    items_.reset();
    item_capacity_ = item_begin_.back();
    items_ = std::make_unique_for_overwrite<Item[]>(item_capacity_);
  }
  const size_t slabs = items_end_ - items_begin_;
  std::vector<std::vector<uint64_t>> cursors(index_.counts.size(), std::vector<uint64_t>(slabs));
  for (size_t s = 0; s < slabs; ++s) {
    uint64_t next = item_begin_[s];
    for (size_t piece = 0; piece < cursors.size(); ++piece) {
      cursors[piece][s] = next;
      next += index_.counts[piece][items_begin_ + s];
    }
  }
  const auto first = static_cast<int32_t>(items_begin_) - 1, last = static_cast<int32_t>(items_end_) - 2;
  ParallelFor(static_cast<int64_t>(index_.slabs.size()), index_.grain, [&](int64_t begin, int64_t end) {
    std::vector<uint64_t>& cursor = cursors[static_cast<size_t>(begin / index_.grain)];
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const int32_t own = index_.slabs[i];
      if (own < first || own > last) continue;
      MakeItem(kernels_, i, &items_[cursor[static_cast<size_t>(own - first)]++]);
    }
  });
}

template <typename Record>
void SlabRecords<Record>::MakeSlabs(size_t begin, size_t end) {
  uint64_t at = 0;
  for (size_t slab = slabs_begin_; slab < begin; ++slab) at += slab_sizes_[slab];
  slabs_.resize(end - slabs_begin_);
  for (size_t slab = begin; slab < end; ++slab) {
    slabs_[slab - slabs_begin_].begin = static_cast<uint32_t>(at);
    at += slab_sizes_[slab];
  }
  ParallelFor(static_cast<int64_t>(end - begin), 1, [&](int64_t from, int64_t to) {
    for (auto slab = begin + static_cast<size_t>(from); slab < begin + static_cast<size_t>(to); ++slab) {
      RecordRun& run = slabs_[slab - slabs_begin_];
      const Item* items = items_.get() + item_begin_[slab - items_begin_];
      const size_t made =
          MakeRecords(kernels_, std::span<const Item>(items, slab_sizes_[slab]), records_.get() + run.begin);
      run.end = run.begin + static_cast<uint32_t>(made);
    }
  });
  slabs_end_ = end;
}

template <typename Record>
void SlabRecords<Record>::MakeFar(size_t begin, size_t end) {
  uint64_t at = 0;
  for (size_t slab = begin; slab < end + 2; ++slab) at += slab_sizes_[slab];
  far_runs_.assign(end - begin, {});
  std::vector<Item> items;
  for (size_t i = 0; i < far_.size(); ++i) {
    for (const bool after : {false, true}) {
      const std::vector<uint32_t>& list = after ? far_[i].after : far_[i].before;
      items.resize(list.size());
      for (size_t k = 0; k < list.size(); ++k) MakeItem(kernels_, list[k], &items[k]);
      const size_t made = MakeRecords(kernels_, std::span<const Item>(items), records_.get() + at);
      far_runs_[i][after ? 1 : 0] = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + made)};
      at += made;
    }
  }
}

template <typename Record>
LayerRuns SlabRecords<Record>::Runs(size_t layer) const {
  const std::array<RecordRun, 2>& far = far_runs_[layer - far_begin_];
  const RecordRun* slabs = &slabs_[layer - slabs_begin_];
  return {far[0], slabs[0], slabs[1], slabs[2], far[1]};
}

template class SlabRecords<DensityGaussian>;
template class SlabRecords<OrientedGaussian>;

}  // namespace isogs
