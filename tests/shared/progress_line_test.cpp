// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/log/progress_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace isogs {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ProgressLineTest : public testing::Test {
 protected:
  /// One frame after the other, `seconds` apart.
  void Frames(ProgressLine& line, int first, int last, double seconds) {
    for (int frame = first; frame <= last; ++frame) {
      line.Update({.frame = frame, .frames = 400, .gaussians = 1'234'567, .track_ms = 12.4});
      now_ += std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
    }
  }

  std::ostringstream out_;
  ProgressLine::Time now_;
  std::function<ProgressLine::Time()> clock_ = [this] { return now_; };
};

TEST_F(ProgressLineTest, ShowsRateTimeLeftAndFigures) {
  ProgressLine line(out_, false, 200, clock_);
  line.Update({.frame = 100, .frames = 400, .gaussians = 68'000, .track_ms = 30.0});
  EXPECT_EQ(out_.str(), "frame 100/400  68k Gaussians  track 30 ms\n");
  out_.str("");
  now_ += std::chrono::seconds(4);
  line.Update({.frame = 110,
               .frames = 400,
               .gaussians = 1'250'000,
               .track_ms = 30.4,
               .map_ms = 151.0,
               .psnr_db = 31.25});
  EXPECT_EQ(out_.str(),
            "frame 110/400  2.50 fps  ETA 1:56  1.25M Gaussians  track 30 map 151 ms  PSNR 31.2 dB\n");
}

TEST_F(ProgressLineTest, PrintsNowAndThenToAFileAndAlwaysTheLastState) {
  {
    ProgressLine line(out_, false, 200, clock_);
    Frames(line, 1, 100, 0.1);  // ten seconds
  }
  EXPECT_EQ(std::ranges::count(out_.str(), '\n'), 6) << out_.str();
  EXPECT_THAT(out_.str(), StartsWith("frame 1/400"));
  EXPECT_THAT(out_.str(), HasSubstr("\nframe 100/400"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\r")));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b")));
}

TEST_F(ProgressLineTest, PrintsTheLastStateOnce) {
  {
    ProgressLine line(out_, false, 200, clock_);
    Frames(line, 1, 1, 0.1);
    line.Finish();
    line.Finish();
  }
  EXPECT_EQ(std::ranges::count(out_.str(), '\n'), 1);
}

TEST_F(ProgressLineTest, RewritesOneLineOnATerminal) {
  {
    ProgressLine line(out_, true, 200, clock_);
    Frames(line, 1, 10, 1.0);
    EXPECT_EQ(std::ranges::count(out_.str(), '\n'), 0);
    EXPECT_EQ(std::ranges::count(out_.str(), '\r'), 10);
  }
  EXPECT_THAT(out_.str(), EndsWith("track 12 ms\x1b[K\n"));
  EXPECT_EQ(std::ranges::count(out_.str(), '\n'), 1);
}

TEST_F(ProgressLineTest, LeavesOutWhatDoesNotFit) {
  ProgressLine line(out_, false, 40, clock_);
  Frames(line, 1, 3, 2.5);
  EXPECT_THAT(out_.str(), EndsWith("frame 3/400  0.40 fps  ETA 16:33\n"));
}

TEST_F(ProgressLineTest, IsSilentWithoutUpdates) {
  { ProgressLine line(out_, true, 200, clock_); }
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ProgressLineTest, NeverThrows) {
  out_.exceptions(std::ios::badbit);
  out_.setstate(std::ios::failbit);
  ProgressLine line(out_, true, 200, []() -> ProgressLine::Time { throw 1; });
  EXPECT_NO_THROW(line.Update({.frame = -1, .frames = -5, .track_ms = 1e300}));
  EXPECT_NO_THROW(line.Finish());
}

}  // namespace
}  // namespace isogs
