// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "meshing/gaussians/prepared_gaussians.h"
#include "meshing/gaussians/slab_records.h"
#include "shared/cuda/algorithms.h"

namespace isogs::cuda {

/// The blocks of a layer with the lists of all records that reach each, in the order of the runs: what
/// MakeBlockLayer makes on the processors.
class BlockLists {
 public:
  explicit BlockLists(Stream stream) : algorithms_(stream) {}

  /// `records`: on the device.
  template <typename Record>
  void Make(const Record* records, const LayerRuns& runs, int32_t x, int block_size);

  const std::vector<BlockIndex>& blocks() const { return blocks_; }  ///< ascending
  /// [blocks + 1] where a block's list begins.
  const std::vector<int32_t>& begins() const { return begins_; }
  const uint32_t* list() const { return list_.data(); }  ///< on the device: positions in the records

 private:
  void FindBlocks(int64_t count, int32_t x);

  Algorithms algorithms_;
  DeviceArray<int32_t> counts_{"lists of blocks"};
  DeviceArray<int64_t> places_{"lists of blocks"};
  DeviceArray<uint64_t> keys_{"lists of blocks"}, sorted_keys_{"lists of blocks"};
  DeviceArray<uint32_t> records_{"lists of blocks"}, list_{"lists of blocks"};
  DeviceArray<uint8_t> flags_{"lists of blocks"};
  DeviceArray<int32_t> device_begins_{"lists of blocks"};
  DeviceArray<uint64_t> block_keys_{"lists of blocks"};
  std::vector<BlockIndex> blocks_;
  std::vector<int32_t> begins_;
};

}  // namespace isogs::cuda
