// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/metrics_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

class MetricsLogTest : public testing::Test {
 protected:
  void Append(int first, int last) {
    MetricsLog log(file_);
    for (int frame = first; frame <= last; ++frame) log.Append({{"frame", frame}, {"psnr_db", 30.5}});
  }

  /// Frames of the lines, all of which must be whole.
  std::vector<int> Frames() {
    std::vector<int> frames;
    std::ifstream in(file_);
    for (std::string line; std::getline(in, line);) frames.push_back(nlohmann::json::parse(line)["frame"]);
    return frames;
  }

  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "metrics.jsonl";
};

TEST_F(MetricsLogTest, EachLineIsInTheFileAtOnceWithItsKeysInOrder) {
  MetricsLog log(file_);
  log.Append({{"frame", 0}, {"psnr_db", 30.5}, {"lost", false}, {"a", NAN}});
  EXPECT_EQ(ReadWholeFile(file_), "{\"frame\":0,\"psnr_db\":30.5,\"lost\":false,\"a\":null}\n");
  log.Append({{"frame", 1}, {"name", "\xff"}});
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1}));
}

TEST_F(MetricsLogTest, AppendsToWhatIsThere) {
  Append(0, 1);
  Append(2, 2);
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1, 2}));
}

TEST_F(MetricsLogTest, ReplacesALineThatAKilledProgramLeftHalfWritten) {
  Append(0, 1);
  std::ofstream(file_, std::ios::app) << "{\"frame\": 2, \"ps";
  Append(2, 3);
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1, 2, 3}));
  std::ofstream(file_) << "{\"frame\"";
  Append(0, 0);
  EXPECT_EQ(Frames(), (std::vector<int>{0}));
}

TEST_F(MetricsLogTest, IsCutBackToAFrame) {
  Append(0, 9);
  std::ofstream(file_, std::ios::app) << "{\"frame\": 2, \"ps";
  EXPECT_EQ(CutMetrics(file_, 4), 6);
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_EQ(CutMetrics(file_, 4), 0);
  EXPECT_EQ(CutMetrics(file_, -1), 5);
  EXPECT_EQ(ReadWholeFile(file_), "");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "metrics.jsonl.tmp"));
}

TEST_F(MetricsLogTest, CuttingDropsLinesThatAreNoMetrics) {
  std::ofstream(file_)
      << "{\"frame\":0}\n\n[1]\nnot json\n{\"x\":1}\n{\"frame\":\"a\"}\n{\"frame\":1}\n{\"frame\":2}";
  EXPECT_EQ(CutMetrics(file_, 5), 6);
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1}));
}

TEST_F(MetricsLogTest, CuttingAMissingFileIsNothing) {
  EXPECT_EQ(CutMetrics(file_, 5), 0);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(MetricsLogTest, NamesTheFileThatCannotBeWritten) {
  EXPECT_THAT([&] { MetricsLog(folder_ / "none/metrics.jsonl"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("none/metrics.jsonl"), HasSubstr("No such file"))));
  EXPECT_THAT([&] { MetricsLog(folder_.path()); }, ThrowsMessage<Error>(StartsWith("cannot write")));
}

TEST_F(MetricsLogTest, ALineThatAFullDiskDoesNotTakeGoesWithTheNext) {
  MetricsLog log(file_);
  log.Append({{"frame", 0}});
  {
    const FileSizeLimit limit(30);
    EXPECT_THAT(
        [&] {
          log.Append({{"frame", 1}, {"text", std::string(100, 'x')}});
        },
        ThrowsMessage<Error>(HasSubstr("metrics.jsonl")));
    EXPECT_EQ(Frames(), (std::vector<int>{0}));
    EXPECT_THROW(log.Sync(), Error);
  }
  log.Append({{"frame", 2}});
  EXPECT_EQ(Frames(), (std::vector<int>{0, 1, 2}));
}

}  // namespace
}  // namespace isogs
