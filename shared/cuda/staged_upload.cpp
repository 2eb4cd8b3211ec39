// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/staged_upload.h"

#include <cstring>

#include "shared/cuda/block_pool.h"

namespace isogs::cuda {
namespace {

constexpr const char* kWhat = "uploads";

}  // namespace

StagedUpload::~StagedUpload() {
  try {
    Wait();
  } catch (...) {
    // The device has failed: nobody reads the blocks any more, and others will report it.
  }
  GiveBlocksBack();
  DestroyEvent(done_);
}

void StagedUpload::Start(void* to, const void* from, size_t bytes) {
  if (bytes == 0) return;
  staging_.push_back({PinnedPool().Take(bytes, kWhat), bytes});
  std::memcpy(staging_.back().memory, from, bytes);
  CopyToDevice(stream_, to, staging_.back().memory, bytes);
  Record(done_, stream_);
}

void StagedUpload::Wait() {
  if (staging_.empty()) return;
  WaitFor(done_);
  GiveBlocksBack();
}

void StagedUpload::GiveBlocksBack() noexcept {
  for (const Block& block : staging_) PinnedPool().GiveBack(block.memory, block.bytes, kWhat);
  staging_.clear();
}

}  // namespace isogs::cuda
