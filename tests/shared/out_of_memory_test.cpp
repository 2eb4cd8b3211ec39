// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/out_of_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <new>
#include <stdexcept>
#include <system_error>

#include "shared/simd/aligned_array.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::ThrowsMessage;

const BadAllocation kAsked(7372800);
const std::runtime_error kTbbs("pthread_create has failed: Resource temporarily unavailable");
const std::system_error kNoThread(EAGAIN, std::generic_category());

TEST(OutOfMemory, IsKnownWhoeverSaysSo) {
  EXPECT_TRUE(IsOutOfMemory(std::bad_alloc()));
  EXPECT_TRUE(IsOutOfMemory(kAsked));
  EXPECT_TRUE(IsOutOfMemory(kNoThread));
  EXPECT_TRUE(IsOutOfMemory(kTbbs));
  EXPECT_FALSE(IsOutOfMemory(std::runtime_error("frame 3 is damaged")));
  EXPECT_FALSE(IsOutOfMemory(std::system_error(ENOENT, std::generic_category())));
}

TEST(OutOfMemory, IsToldInOneLineOfOurs) {
  EXPECT_THAT(MessageOf(kAsked), AllOf(StartsWith("out of memory: 8 MiB more were asked for; "),
                                       Not(HasSubstr("\n")), Not(HasSubstr("alloc"))));
  EXPECT_THAT(MessageOf(std::bad_alloc()), AllOf(StartsWith("out of memory; "), Not(HasSubstr("std::"))));
  EXPECT_THAT(MessageOf(kNoThread), StartsWith("no thread can be started; "));
  EXPECT_THAT(MessageOf(kTbbs), StartsWith("no thread can be started; "));
  EXPECT_EQ(MessageOf(std::runtime_error("damaged\nback trace")), "damaged");
}

TEST(OutOfMemory, SaysWhatItWasForAndLeavesOtherErrorsAlone) {
  const auto run = [](const auto& body) { WithMemoryFor([] { return "frame 3"; }, body); };
  EXPECT_THAT([&] { run([] { throw std::bad_alloc(); }); },
              ThrowsMessage<OutOfMemory>(StartsWith("out of memory for frame 3; ")));
  EXPECT_THAT([&] { run([] { throw OutOfMemory("out of memory for its image"); }); },
              ThrowsMessage<OutOfMemory>("out of memory for its image"));
  EXPECT_THAT([&] { run([] { throw UsageError("no such key"); }); },
              ThrowsMessage<UsageError>("no such key"));
}

TEST(OutOfMemory, AnAlignedArrayThatCannotBeMadeIsNoNullPointer) {
  EXPECT_THROW(MakeAlignedArray<float>(std::numeric_limits<size_t>::max() / 8), std::bad_alloc);
}

}  // namespace
}  // namespace isogs
