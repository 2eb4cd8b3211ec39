// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/frame_uploader.h"

#include <gtest/gtest.h>

#include "shared/core/error.h"

namespace isogs {
namespace {

Frame FrameOf(int64_t index) {
  Frame frame;
  frame.index = index;
  frame.camera = {4, 3, 2.0, 2.0, 1.5, 1.0};
  frame.color = Image<float>(3, 3, 4);
  frame.depth_m = Image<float>(1, 3, 4);
  frame.depth_m.values()[5] = 2.0f;
  return frame;
}

TEST(FrameUploader, KeepsTheOrderAndEnds) {
  int64_t next = 0;
  FrameUploader uploader([&]() { return next < 5 ? std::optional(FrameOf(next++)) : std::nullopt; },
                         MemoryKind::kHost);
  for (int64_t index = 0; index < 5; ++index) {
    const auto frame = uploader.Next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->index(), index);
    EXPECT_EQ(frame->Measured(Pose::Identity()).valid_pixels, 1);
  }
  EXPECT_FALSE(uploader.Next());
  EXPECT_FALSE(uploader.Next());
}

TEST(FrameUploader, GivesTheFramesBeforeAnError) {
  int64_t next = 0;
  FrameUploader uploader(
      [&]() -> std::optional<Frame> {
        if (next == 1) throw Error("frame 1 is broken");
        return FrameOf(next++);
      },
      MemoryKind::kHost);
  EXPECT_TRUE(uploader.Next());
  EXPECT_THROW(uploader.Next(), Error);
  EXPECT_FALSE(uploader.Next());
}

TEST(FrameUploader, MayEndEarly) {
  int calls = 0;
  {
    FrameUploader uploader([&] { return ++calls, std::optional(FrameOf(0)); }, MemoryKind::kHost);
  }
  EXPECT_LE(calls, 1);
}

}  // namespace
}  // namespace isogs
