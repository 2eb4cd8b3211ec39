// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace isogs {

/// All that processes share is made of these. Each word of a value is stored with release and loaded with
/// acquire: whoever loads a new word also sees every word stored before it, which is all that a seqlock
/// needs, without fences (Boehm, "Can Seqlocks Get Along With Programming Language Memory Models?", 2012).
/// On x86-64 both are plain moves.
using SharedWord = std::atomic<uint64_t>;
static_assert(SharedWord::is_always_lock_free && sizeof(SharedWord) == 8);

inline constexpr size_t kWordBytes = sizeof(SharedWord);

inline size_t WordsFor(size_t bytes) { return (bytes + kWordBytes - 1) / kWordBytes; }

// Compilers neither vectorise nor unroll loops over atomics; unrolled, two words go in a cycle, which is what
// x86-64 can do with words.

/// Stores `bytes` bytes; the rest of the last word becomes 0.
inline void StoreWords(SharedWord* shared, const void* source, size_t bytes) {
  const auto* from = static_cast<const std::byte*>(source);
  const size_t whole = bytes / kWordBytes;
#pragma GCC unroll 8
  for (size_t i = 0; i < whole; ++i) {
    uint64_t word;
    std::memcpy(&word, from + i * kWordBytes, kWordBytes);
    shared[i].store(word, std::memory_order_release);
  }
  if (bytes % kWordBytes != 0) {
    uint64_t word = 0;
    std::memcpy(&word, from + whole * kWordBytes, bytes % kWordBytes);
    shared[whole].store(word, std::memory_order_release);
  }
}

/// Loads `bytes` bytes.
inline void LoadWords(const SharedWord* shared, void* destination, size_t bytes) {
  auto* to = static_cast<std::byte*>(destination);
  const size_t whole = bytes / kWordBytes;
#pragma GCC unroll 8
  for (size_t i = 0; i < whole; ++i) {
    const uint64_t word = shared[i].load(std::memory_order_acquire);
    std::memcpy(to + i * kWordBytes, &word, kWordBytes);
  }
  if (bytes % kWordBytes != 0) {
    const uint64_t word = shared[whole].load(std::memory_order_acquire);
    std::memcpy(to + whole * kWordBytes, &word, bytes % kWordBytes);
  }
}

}  // namespace isogs
