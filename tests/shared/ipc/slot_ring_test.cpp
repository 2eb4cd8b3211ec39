// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/slot_ring.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr size_t kCapacity = 4096;

/// Zeroed memory as a data segment has it.
struct Memory {
  explicit Memory(const RingShape& shape = {kCapacity}) : bytes(std::aligned_alloc(64, shape.bytes())) {
    std::fill_n(static_cast<uint64_t*>(bytes.get()), shape.bytes() / 8, uint64_t{0});
  }
  struct Free {
    void operator()(void* p) const { std::free(p); }
  };
  std::unique_ptr<void, Free> bytes;
};

/// Value `number`: a length and words that follow from it.
std::vector<uint64_t> ValueOf(uint64_t number) {
  std::vector<uint64_t> words(1 + number * 37 % (kCapacity / 8));
  std::iota(words.begin(), words.end(), number * 1'000'003);
  return words;
}

void Publish(SlotRingWriter& writer, uint64_t number) {
  const std::vector<uint64_t> value = ValueOf(number);
  writer.Publish(number, value.size() * 8, [&](PayloadSink& sink) {
    const size_t half = value.size() / 2;
    sink.Write(half * 8, value.data() + half, (value.size() - half) * 8);
    sink.Write(0, value.data(), half * 8);
  });
}

bool IsValue(const TakenValue& taken) {
  const std::vector<uint64_t> expected = ValueOf(taken.number);
  return taken.payload.size() == expected.size() * 8 &&
         std::memcmp(taken.payload.data(), expected.data(), taken.payload.size()) == 0;
}

TEST(SlotRing, GivesTheLatestValue) {
  const Memory memory;
  SlotRingWriter writer(memory.bytes.get(), {kCapacity}, true);
  const SlotRingReader reader(memory.bytes.get(), {kCapacity});
  EXPECT_FALSE(reader.HasNew(0));
  EXPECT_FALSE(reader.Take().has_value());
  for (uint64_t number = 1; number < 20; ++number) {
    Publish(writer, number);
    EXPECT_TRUE(reader.HasNew(number - 1));
    const auto taken = reader.Take();
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(taken->number, number);
    EXPECT_TRUE(IsValue(*taken));
    EXPECT_FALSE(reader.HasNew(number));
  }
}

TEST(SlotRing, AValueThatFailsWhileBeingMadeIsNotPublished) {
  const Memory memory;
  SlotRingWriter writer(memory.bytes.get(), {kCapacity}, true);
  const SlotRingReader reader(memory.bytes.get(), {kCapacity});
  Publish(writer, 1);
  EXPECT_THROW(writer.Publish(2, 8, [](PayloadSink&) { throw Error("no"); }), Error);
  EXPECT_EQ(reader.Take()->number, 1u);
  Publish(writer, 2);
  EXPECT_TRUE(IsValue(*reader.Take()));
}

TEST(SlotRing, FindsDamagedValuesByTheirChecksum) {
  const Memory memory;
  SlotRingWriter writer(memory.bytes.get(), {kCapacity}, true);
  Publish(writer, 3);  // lies in the first slot
  auto* const words =
      static_cast<SharedWord*>(memory.bytes.get()) + (sizeof(SlotRing) + sizeof(SlotRing::Slot)) / 8;
  words[5].fetch_xor(uint64_t{1} << 40);
  EXPECT_THROW(SlotRingReader(memory.bytes.get(), {kCapacity}).Take(), Error);
}

TEST(SlotRing, AReaderThatKeepsUpGetsEveryValue) {
  const RingShape shape{kCapacity, 5};
  const Memory memory(shape);
  SlotRingWriter writer(memory.bytes.get(), shape, true);
  const SlotRingReader reader(memory.bytes.get(), shape);
  EXPECT_FALSE(reader.TakeAfter(0).has_value());
  for (uint64_t number = 1; number <= 3; ++number) Publish(writer, number);
  for (uint64_t number = 1; number <= 3; ++number) {
    const auto value = reader.TakeAfter(number - 1);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->number, number);
    EXPECT_TRUE(IsValue(*value));
  }
  EXPECT_FALSE(reader.TakeAfter(3).has_value());
}

TEST(SlotRing, AReaderThatIsLateGetsTheOldestThatTheWriterStaysAwayFrom) {
  const RingShape shape{kCapacity, 5};
  const Memory memory(shape);
  SlotRingWriter writer(memory.bytes.get(), shape, true);
  const SlotRingReader reader(memory.bytes.get(), shape);
  for (uint64_t number = 1; number <= 12; ++number) Publish(writer, number);
  EXPECT_EQ(reader.TakeAfter(1)->number, 9u);  // 13 goes where 8 is
  EXPECT_EQ(reader.TakeAfter(11)->number, 12u);
}

/// As the next, of values in their order.
TEST(SlotRing, ReadersInOrderNeverSeeTornValuesWhileTheWriterRuns) {
  const RingShape shape{kCapacity, 4};
  const Memory memory(shape);
  SlotRingWriter writer(memory.bytes.get(), shape, true);
  constexpr uint64_t kValues = 1000;
  std::atomic<int> torn = 0;
  std::thread reading([&] {
    const SlotRingReader reader(memory.bytes.get(), shape);
    for (uint64_t last = 0; last < kValues;) {
      const auto value = reader.TakeAfter(last);
      if (!value) continue;
      if (value->number <= last || !IsValue(*value)) ++torn;
      last = value->number;
    }
  });
  for (uint64_t number = 1; number <= kValues; ++number) {
    Publish(writer, number);
    if (number % 16 == 0) std::this_thread::yield();
  }
  reading.join();
  EXPECT_EQ(torn, 0);
}

/// Under ThreadSanitizer this also shows that the protocol has no data race.
TEST(SlotRing, ReadersNeverSeeTornValuesWhileTheWriterRuns) {
  const Memory memory;
  SlotRingWriter writer(memory.bytes.get(), {kCapacity}, true);
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::vector<int> taken(3, 0);
  std::vector<std::thread> readers;
  for (int& count : taken) {
    readers.emplace_back([&] {
      const SlotRingReader reader(memory.bytes.get(), {kCapacity});
      for (uint64_t last = 0; !done || reader.HasNew(last);) {
        if (const auto value = reader.Take()) {
          if (value->number < last || !IsValue(*value)) ++torn;
          last = value->number;
          ++count;
        }
      }
    });
  }
  constexpr uint64_t kValues = 1000;
  for (uint64_t number = 1; number <= kValues; ++number) {
    Publish(writer, number);
    if (number % 16 == 0) std::this_thread::yield();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  for (const int count : taken) EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace isogs
