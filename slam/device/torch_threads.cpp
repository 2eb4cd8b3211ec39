// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/torch_threads.h"

#include <ATen/Parallel.h>

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "shared/core/memory.h"

namespace isogs {
namespace {

/// All of them at the same time.
bool CanStartThreads(unsigned count) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::vector<std::jthread> threads;
  try {
    for (unsigned i = 0; i < count; ++i) {
      threads.emplace_back([&](const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        stopped.wait(lock, stop, [] { return false; });
      });
    }
  } catch (const std::system_error&) {
  }
  return threads.size() == count;
}

}  // namespace

void SetTorchThreads() {
  if (AddressSpaceLimit() || !CanStartThreads(std::thread::hardware_concurrency())) at::set_num_threads(1);
}

}  // namespace isogs
