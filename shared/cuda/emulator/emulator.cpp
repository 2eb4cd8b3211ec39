// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/emulator/emulator.h"

#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace isogs::cuda::emulator {
namespace {

namespace context = boost::context;

constexpr size_t kStackBytes = 256 * 1024;
constexpr unsigned kLanes = 32;

/// Where threads wait for each other.
struct Barrier {
  uint32_t generation = 0;  // how often all have come
  int arrived = 0;
};

struct Warp {
  Barrier barrier;
  uint64_t values[2][kLanes];  // of even and odd generations: nobody overwrites what another still reads
};

struct Thread {
  context::fiber fiber;  // where it goes on; while it runs, empty
  dim3 index;
  bool done = true;
  const Barrier* waits_at = nullptr;
  uint32_t waits_beyond = 0;  // generation
  const void* stack_bottom = nullptr;
  size_t stack_size = 0;
};

/// The block that is running.
struct Block {
  std::vector<std::unique_ptr<Thread>> threads;  // more than run, perhaps: fibers are kept
  std::vector<Warp> warps;
  Barrier barrier;
  int sums[2] = {};
  int live = 0;
  const std::function<void()>* body = nullptr;
  Thread* running = nullptr;
  context::fiber scheduler;  // while a thread runs, where to go back to
};

Block& TheBlock() {
  static Block& block = *new Block;  // never destroyed: its fibers wait for work until the process ends
  return block;
}

/// Runs `switch_over` between what AddressSanitizer wants to know of a change of stacks.
template <typename Switch>
void ChangeStack([[maybe_unused]] const void* bottom, [[maybe_unused]] size_t size,
                 const Switch& switch_over) {
#if defined(__SANITIZE_ADDRESS__)
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, bottom, size);
  switch_over();
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#else
  switch_over();
#endif
}

/// The scheduler's own stack, as AddressSanitizer needs it to switch back.
const void* scheduler_stack_bottom = nullptr;
size_t scheduler_stack_size = 0;

void BackToScheduler() {
  Block& block = TheBlock();
  ChangeStack(scheduler_stack_bottom, scheduler_stack_size,
              [&] { block.scheduler = std::move(block.scheduler).resume(); });
}

void WaitAt(const Barrier& barrier, uint32_t generation) {
  Thread& thread = *TheBlock().running;
  thread.waits_at = &barrier;
  thread.waits_beyond = generation;
  BackToScheduler();
  thread.waits_at = nullptr;
}

void ReleaseBlockIfAllCame(Block& block) {
  if (block.live == 0 || block.barrier.arrived < block.live) return;
  block.barrier.arrived = 0;
  ++block.barrier.generation;
  block.sums[block.barrier.generation % 2] = 0;
}

context::fiber RunForever(context::fiber&& scheduler) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &scheduler_stack_bottom, &scheduler_stack_size);
#endif
  Block& block = TheBlock();
  block.scheduler = std::move(scheduler);
  for (;;) {
    (*block.body)();
    block.running->done = true;
    --block.live;
    ReleaseBlockIfAllCame(block);
    BackToScheduler();
  }
}

std::unique_ptr<Thread> MakeThread() {
  auto thread = std::make_unique<Thread>();
  context::protected_fixedsize_stack allocator(kStackBytes);
  const context::stack_context stack = allocator.allocate();
  thread->stack_bottom = static_cast<const char*>(stack.sp) - stack.size;
  thread->stack_size = stack.size;
  thread->fiber = context::fiber(std::allocator_arg, context::preallocated(stack.sp, stack.size, stack),
                                 allocator, RunForever);
  return thread;
}

bool Resume(Block& block, Thread& thread) {
  if (thread.done) return false;
  if (thread.waits_at != nullptr && thread.waits_at->generation == thread.waits_beyond) return false;
  block.running = &thread;
  threadIdx = thread.index;
  ChangeStack(thread.stack_bottom, thread.stack_size,
              [&] { thread.fiber = std::move(thread.fiber).resume(); });
  return true;
}

/// Runs a warp until all its lanes wait for others or are done. Returns whether any ran.
bool RunWarp(Block& block, size_t first, size_t count) {
  bool any = false;
  for (bool ran = true; ran;) {
    ran = false;
    for (size_t i = first; i < first + count; ++i) ran |= Resume(block, *block.threads[i]);
    any |= ran;
  }
  return any;
}

void RunBlock(Block& block, dim3 size) {
  const size_t count = size_t{size.x} * size.y * size.z;
  while (block.threads.size() < count) block.threads.push_back(MakeThread());
  block.warps.assign((count + kLanes - 1) / kLanes, {});
  block.barrier = {};
  block.sums[0] = block.sums[1] = 0;
  block.live = static_cast<int>(count);
  for (size_t i = 0; i < count; ++i) {
    const auto n = static_cast<unsigned>(i);
    block.threads[i]->index = {n % size.x, n / size.x % size.y, n / size.x / size.y};
    block.threads[i]->done = false;
  }
  while (block.live > 0) {
    bool any = false;
    for (size_t first = 0; first < count; first += kLanes) {
      any |= RunWarp(block, first, std::min<size_t>(kLanes, count - first));
    }
    if (!any) {
      std::fprintf(stderr, "CUDA emulator: block %u,%u: %d threads wait for others that never come\n",
                   blockIdx.x, blockIdx.y, block.live);
      std::abort();
    }
  }
}

}  // namespace

void Run(dim3 blocks, dim3 threads, const std::function<void()>& thread) {
  Block& block = TheBlock();
  block.body = &thread;
  blockDim = threads;
  gridDim = blocks;
  for (unsigned z = 0; z < blocks.z; ++z) {
    for (unsigned y = 0; y < blocks.y; ++y) {
      for (unsigned x = 0; x < blocks.x; ++x) {
        blockIdx = {x, y, z};
        RunBlock(block, threads);
      }
    }
  }
}

int SyncBlock(int value) {
  Block& block = TheBlock();
  const uint32_t generation = block.barrier.generation;
  int& sum = block.sums[generation % 2];
  sum += value;
  ++block.barrier.arrived;
  // Not by ReleaseBlockIfAllCame alone: the last one to come must see the sum, too.
  ReleaseBlockIfAllCame(block);
  if (block.barrier.generation == generation) WaitAt(block.barrier, generation);
  return sum;
}

const uint64_t* ExchangeInWarp(uint64_t value) {
  Block& block = TheBlock();
  const dim3& at = threadIdx;
  const size_t thread = at.x + size_t{blockDim.x} * (at.y + size_t{blockDim.y} * at.z);
  Warp& warp = block.warps[thread / kLanes];
  const uint32_t generation = warp.barrier.generation;
  uint64_t* values = warp.values[generation % 2];
  values[thread % kLanes] = value;
  if (++warp.barrier.arrived == static_cast<int>(kLanes)) {
    warp.barrier.arrived = 0;
    ++warp.barrier.generation;
  } else {
    WaitAt(warp.barrier, generation);
  }
  return values;
}

}  // namespace isogs::cuda::emulator
