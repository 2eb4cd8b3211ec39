// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_prefetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <new>
#include <set>
#include <thread>

#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "tests/datasets/tiny_datasets.h"

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Frames that hold nothing but their index; those in `bad` cannot be read.
class FakeDataset : public Dataset {
 public:
  explicit FakeDataset(int64_t count, std::set<int64_t> bad = {}) : count_(count), bad_(std::move(bad)) {}

  std::string layout() const override { return "fake"; }
  int64_t frame_count() const override { return count_; }
  Camera camera() const override { return {}; }
  Frame Read(int64_t index) const override {
    ++reads_;
    if (bad_.contains(index)) throw Error("frame" + std::to_string(index) + ".jpg: broken");
    Frame frame;
    frame.index = index;
    return frame;
  }
  int reads() const { return reads_; }

 private:
  int64_t count_;
  std::set<int64_t> bad_;
  mutable std::atomic<int> reads_ = 0;
};

std::vector<int64_t> Drain(FramePrefetcher& frames) {
  std::vector<int64_t> indices;
  while (const auto frame = frames.Next()) indices.push_back(frame->index);
  return indices;
}

TEST(FramePrefetcher, GivesTheFramesInOrder) {
  const FakeDataset dataset(10);
  for (const int ahead : {1, 3, 100}) {
    FramePrefetcher frames(dataset, {3, 1, 4, 1, 5}, ahead);
    EXPECT_THAT(Drain(frames), ElementsAre(3, 1, 4, 1, 5));
    EXPECT_FALSE(frames.Next());
    EXPECT_EQ(frames.bad_frames(), 0);
  }
}

TEST(FramesToReadAhead, AreFewerWhereTheyAreLarge) {
  const auto camera = [](int width, int height) { return Camera{width, height, 1.0, 1.0, 0.0, 0.0}; };
  EXPECT_EQ(FramesToReadAhead(4, camera(320, 240)), 4);
  EXPECT_EQ(FramesToReadAhead(4, camera(1200, 680)), 2);
  EXPECT_EQ(FramesToReadAhead(1, camera(1200, 680)), 1);
  EXPECT_EQ(FramesToReadAhead(4, camera(4000, 3000)), 1);
}

TEST(FramePrefetcher, OfNothingGivesNothing) {
  const FakeDataset dataset(10);
  FramePrefetcher frames(dataset, {}, 4);
  EXPECT_FALSE(frames.Next());
}

TEST(FramePrefetcher, ReadsNoFurtherAheadThanAsked) {
  const FakeDataset dataset(100);
  FramePrefetcher frames(dataset, FrameIndices(100, 0, 0, 1), 3);
  frames.Next();
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_LE(dataset.reads(), 4);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(dataset.reads(), 4);
}

TEST(FramePrefetcher, LeavesBadFramesOutAndCountsThem) {
  const FakeDataset dataset(7, {0, 3, 4, 6});
  FramePrefetcher frames(dataset, FrameIndices(7, 0, 0, 1), 2, BadFrame::kSkip);
  EXPECT_THAT(Drain(frames), ElementsAre(1, 2, 5));
  EXPECT_EQ(frames.bad_frames(), 4);
}

TEST(FramePrefetcher, StopsAtABadFrame) {
  const FakeDataset dataset(5, {2});
  FramePrefetcher frames(dataset, FrameIndices(5, 0, 0, 1), 4, BadFrame::kStop);
  EXPECT_EQ(frames.Next()->index, 0);
  EXPECT_EQ(frames.Next()->index, 1);
  EXPECT_THAT(ErrorOf([&] { frames.Next(); }), HasSubstr("frame2.jpg"));
}

TEST(FramePrefetcher, DoesNotBlameAFrameForWhichThereIsNoMemory) {
  class LittleMemory : public FakeDataset {
   public:
    LittleMemory() : FakeDataset(4) {}
    Frame Read(int64_t index) const override {
      if (index == 1) throw std::bad_alloc();
      return FakeDataset::Read(index);
    }
  };
  const LittleMemory dataset;
  FramePrefetcher frames(dataset, FrameIndices(4, 0, 0, 1), 2, BadFrame::kSkip);
  EXPECT_EQ(frames.Next()->index, 0);
  EXPECT_THAT([&] { frames.Next(); },
              testing::ThrowsMessage<OutOfMemory>(HasSubstr("out of memory for frame 1 of the data set")));
  EXPECT_EQ(frames.bad_frames(), 0);
}

TEST(FramePrefetcher, ReportsTheFirstErrorIfNoFrameIsGood) {
  const FakeDataset dataset(3, {0, 1, 2});
  FramePrefetcher frames(dataset, FrameIndices(3, 0, 0, 1), 4, BadFrame::kSkip);
  EXPECT_THAT(ErrorOf([&] { frames.Next(); }), HasSubstr("frame0.jpg"));
  EXPECT_EQ(frames.bad_frames(), 3);
}

TEST(FramePrefetcher, EndsCleanlyWhereverItIsDropped) {
  const FakeDataset dataset(50, {5, 6});
  for (int taken = 0; taken < 12; ++taken) {
    for (const int ahead : {1, 4}) {
      FramePrefetcher frames(dataset, FrameIndices(50, 0, 0, 1), ahead);
      for (int i = 0; i < taken; ++i) frames.Next();
    }
  }
}

TEST(FrameIndices, HonourStartCountAndStride) {
  EXPECT_THAT(FrameIndices(5, 0, 0, 1), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(FrameIndices(5, 1, 0, 2), ElementsAre(1, 3));
  EXPECT_THAT(FrameIndices(5, 1, 3, 1), ElementsAre(1, 2, 3));
  EXPECT_THAT(FrameIndices(5, 4, 9, 100), ElementsAre(4));
}

TEST(FrameIndices, RefuseAStartBeyondTheEnd) {
  EXPECT_TRUE(IsUsageError([] { FrameIndices(5, 5, 0, 1); }));
  EXPECT_THAT(ErrorOf([] { FrameIndices(5, 7, 0, 1); }), HasSubstr("found 7, expected 0 to 4"));
}

}  // namespace
}  // namespace isogs
