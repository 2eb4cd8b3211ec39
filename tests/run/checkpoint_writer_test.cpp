// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/checkpoint_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/core/error.h"
#include "tests/run/random_params.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::ElementsAre;

class CheckpointWriterTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  CheckpointStore store_{RunDirectory(folder_.path()), 3};
};

TEST_F(CheckpointWriterTest, AFailedWriteLeavesTheOthersAndTheNextOneSucceeds) {
  bool fails = false;
  CheckpointWriter writer(store_, [&] {
    if (fails) throw Error("no space");
  });
  const auto write = [&](size_t frames) {
    *writer.Buffer() = MakeState(2, frames);
    writer.Start();
    return writer.Wait();
  };
  EXPECT_TRUE(write(1));
  fails = true;
  EXPECT_FALSE(write(2));
  EXPECT_THAT(CheckpointFrames(folder_.path()), ElementsAre(0));
  fails = false;
  EXPECT_TRUE(write(3));
  EXPECT_THAT(CheckpointFrames(folder_.path()), ElementsAre(2, 0));
}

TEST_F(CheckpointWriterTest, EndsOnlyWhenItsFileIsWhole) {
  {
    CheckpointWriter writer(store_, [] {});
    *writer.Buffer() = MakeState(2000, 2);
    writer.Start();
  }
  EXPECT_EQ(ReadState(folder_ / CheckpointName(1)).params.map.size(), 2000u);
}

TEST_F(CheckpointWriterTest, HasNoBufferWhileItWrites) {
  CheckpointWriter writer(store_, [] {});
  ASSERT_NE(writer.Buffer(), nullptr);
  *writer.Buffer() = MakeState(2000, 1);
  writer.Start();
  for (size_t frames = 2; frames <= 4;) {
    SlamState* const buffer = writer.Buffer();
    if (buffer == nullptr) continue;
    *buffer = MakeState(20, frames++);
    writer.Start();
  }
  EXPECT_TRUE(writer.Wait());
  EXPECT_EQ(CheckpointFrames(folder_.path()).size(), 3u);
}

}  // namespace
}  // namespace isogs
