// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <future>
#include <map>
#include <set>
#include <string>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/io/file.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "shared/ipc/preview.h"
#include "shared/ipc/status.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/run_command.h"

namespace isogs {
namespace {

using testing::IsEmpty;

/// A run on the shipped sample, small enough for a test.
std::string SampleRun(const std::filesystem::path& output, const std::string& more) {
  return "slam configs/demo.yaml --frames 10 --output " + output.string() +
         " --set mapping.iterations=6 --set mapping.first_iterations=6 " + more;
}

/// What a viewer and a mesher would have seen of a run.
struct Seen {
  std::vector<Status> statuses;
  std::vector<Received<GaussianSnapshot>> snapshots;
  std::vector<Preview> previews;
};

Seen Watch(const std::filesystem::path& run, std::future<CommandOutcome>& outcome) {
  Subscriber<Status> statuses(run);
  Subscriber<GaussianSnapshot> snapshots(run);
  Subscriber<Preview> previews(run);
  Seen seen;
  for (bool ended = false; !ended;) {
    ended = outcome.wait_for(std::chrono::milliseconds(2)) == std::future_status::ready;
    if (auto status = statuses.TakeLatest()) seen.statuses.push_back(status->value);
    if (auto snapshot = snapshots.TakeLatest()) seen.snapshots.push_back(std::move(*snapshot));
    if (auto preview = previews.TakeLatest()) seen.previews.push_back(std::move(preview->value));
  }
  return seen;
}

/// Between input and render, 0 to 255.
double MeanDifferenceOfTheFirstTwoPanels(const Image<uint8_t>& preview) {
  const int panel = preview.width() / 3;
  double sum = 0.0;
  for (int channel = 0; channel < 3; ++channel) {
    for (int y = 0; y < preview.height(); ++y) {
      for (int x = 0; x < panel; ++x)
        sum += std::abs(preview.at(channel, y, x) - preview.at(channel, y, x + panel));
    }
  }
  return sum / (3.0 * preview.height() * panel);
}

class PublishingTest : public IpcTest {};

TEST_F(PublishingTest, ARunIsSeenWhileItRunsAndLeavesNothing) {
  auto running = std::async(std::launch::async,
                            [&] { return RunIsogs(SampleRun(run(), "--set publish.interval_ms=0")); });
  const Seen seen = Watch(run(), running);
  const CommandOutcome outcome = running.get();
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(Segments(), IsEmpty());

  ASSERT_GT(seen.statuses.size(), 3u);
  EXPECT_EQ(seen.statuses.back().frames_done, 10);
  EXPECT_EQ(seen.statuses.back().frames_total, 10);
  EXPECT_EQ(seen.statuses.back().state, RunState::kFinished);
  EXPECT_GT(seen.statuses.back().psnr_db, 20.0);

  ASSERT_GE(seen.previews.size(), 2u);
  EXPECT_EQ(seen.previews.front().frame, 0);
  EXPECT_EQ(seen.previews.back().image.width(), 639);
  EXPECT_EQ(seen.previews.back().image.height(), 160);
  EXPECT_LT(MeanDifferenceOfTheFirstTwoPanels(seen.previews.back().image), 20.0);

  ASSERT_GE(seen.snapshots.size(), 2u);
  const GaussianSnapshot& last = seen.snapshots.back().value;
  EXPECT_TRUE(last.info().is_final);
  const Params params = ReadParams(RunDirectory(run()).params());
  ASSERT_EQ(last.gaussians().size(), params.map.size());
  for (size_t i = 0; i < params.map.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) ASSERT_EQ(last.gaussians()[i].mean[k], params.map.means[3 * i + k]);
  }
  std::set<uint32_t> ids;
  for (const GaussianRecord& record : last.gaussians()) EXPECT_TRUE(ids.insert(record.id).second);
}

TEST_F(PublishingTest, NormalsPointToTheCamerasThatCreatedTheGaussians) {
  auto running = std::async(std::launch::async, [&] { return RunIsogs(SampleRun(run(), "")); });
  const Seen seen = Watch(run(), running);
  ASSERT_EQ(running.get().code, 0);
  ASSERT_FALSE(seen.snapshots.empty());
  const UnpackedGaussians unpacked = Unpack(seen.snapshots.back().value.gaussians());
  int64_t towards = 0;
  for (size_t i = 0; i < unpacked.ids.size(); ++i) {  // all cameras are near the origin
    const Eigen::Vector3f mean(&unpacked.cloud.means[3 * i]), normal(&unpacked.normals[3 * i]);
    towards += normal.dot(-mean) > -0.05f * mean.norm();
  }
  EXPECT_GT(static_cast<double>(towards), 0.99 * static_cast<double>(unpacked.ids.size()));
}

TEST_F(PublishingTest, FramesMappedBesideOthersAreSeenWhole) {
  auto running = std::async(std::launch::async, [&] {
    return RunIsogs(SampleRun(run(), "--set publish.interval_ms=0 --set run.pipeline=overlapped"));
  });
  const Seen seen = Watch(run(), running);
  ASSERT_EQ(running.get().code, 0);
  EXPECT_EQ(seen.statuses.back().frames_done, 10);
  EXPECT_GT(seen.statuses.back().psnr_db, 20.0);
  ASSERT_GE(seen.previews.size(), 2u);
  EXPECT_LT(MeanDifferenceOfTheFirstTwoPanels(seen.previews.back().image), 20.0);
  ASSERT_GE(seen.snapshots.size(), 2u);
  EXPECT_EQ(seen.snapshots.front().value.info().frame, 0);
  const GaussianSnapshot& last = seen.snapshots.back().value;
  EXPECT_TRUE(last.info().is_final);
  const Params params = ReadParams(RunDirectory(run()).params());
  ASSERT_EQ(last.gaussians().size(), params.map.size());
  EXPECT_EQ(last.gaussians().back().mean[2], params.map.means.back());
  EXPECT_EQ(seen.statuses.back().gaussians, static_cast<int64_t>(params.map.size()));
}

TEST_F(PublishingTest, DoesNotChangeTheResult) {
  const TemporaryFolder other;
  ASSERT_EQ(RunIsogs(SampleRun(run(), "--set publish.interval_ms=0")).code, 0);
  ASSERT_EQ(RunIsogs(SampleRun(other.path(), "--set publish.enabled=false")).code, 0);
  EXPECT_TRUE(ReadWholeFile(RunDirectory(run()).params()) ==
              ReadWholeFile(RunDirectory(other.path()).params()));
}

}  // namespace
}  // namespace isogs
