// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A run on the shipped sample, small enough for a test: a few frames and iterations.
std::string SampleRun(const std::filesystem::path& output, const std::string& more = "") {
  return "slam configs/demo.yaml --frames 7 --output " + output.string() +
         " --set mapping.iterations=6 --set mapping.first_iterations=6 " + more;
}

std::vector<nlohmann::json> ReadLines(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

size_t LineCount(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(SlamRun, LeavesMapTrajectoriesMetricsConfigurationAndLog) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const CommandOutcome outcome = RunIsogs(SampleRun(run.path()));
  ASSERT_EQ(outcome.code, 0) << outcome.output;

  const Params params = ReadParams(run.params());
  EXPECT_EQ(params.frames.size(), 7u);
  EXPECT_EQ(params.keyframes, (std::vector<int64_t>{0, 4}));
  EXPECT_GT(params.map.size(), 20'000u);
  EXPECT_EQ(ReadTrajectory(run.trajectory()).size(), 7u);
  EXPECT_EQ(ReadTrajectory(run.trajectory_ground_truth()).size(), 7u);
  const auto metrics = ReadLines(run.metrics());
  ASSERT_EQ(metrics.size(), 7u);
  for (size_t i = 0; i < metrics.size(); ++i) {
    EXPECT_EQ(metrics[i]["frame"], i);
    EXPECT_EQ(metrics[i].contains("map"), i == 0 || i == 4);
    if (!metrics[i].contains("map")) continue;
    EXPECT_GT(metrics[i]["map"]["in_view"], 0.0);
    EXPECT_GT(metrics[i]["map"]["flat_m"], 0.0);
    EXPECT_GT(metrics[i]["map"]["iso"], 0.0);
  }
  EXPECT_TRUE(std::filesystem::exists(run.config()));
  EXPECT_TRUE(std::filesystem::exists(run.log("slam")));
}

TEST(SlamRun, SaysNothingOfWhatWasNotRendered) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const CommandOutcome outcome =
      RunIsogs(SmallRun(run.path(), "--frames 5 --set mapping.first_iterations=0"));
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  const auto metrics = ReadLines(run.metrics());
  ASSERT_EQ(metrics.size(), 5u);
  for (const char* key : {"loss", "depth_l1_m", "color_l1", "ssim", "psnr_db"}) {
    EXPECT_TRUE(metrics[0]["map"][key].is_null()) << key;
    EXPECT_GT(metrics[4]["map"][key], 0.0) << key;
  }
  EXPECT_TRUE(metrics[0]["alignment"]["depth_rms_m"].is_null()) << "the first frame is compared with none";
  EXPECT_GT(metrics[1]["alignment"]["depth_rms_m"], 0.0);
  EXPECT_TRUE(metrics[1]["refinement"]["loss_per_pixel"].is_null());
}

TEST(SlamRun, TracksTheSampleToAMillimetre) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  ASSERT_EQ(RunIsogs(SampleRun(run.path())).code, 0);
  const Trajectory estimated = ReadTrajectory(run.trajectory());
  const Trajectory truth = ReadTrajectory(run.trajectory_ground_truth());
  ASSERT_EQ(estimated.size(), truth.size());
  for (size_t i = 0; i < truth.size(); ++i) {
    // The first pose is given; what follows must not drift from it.
    const Pose error = truth[i].world_from_camera.inverse() * estimated[i].world_from_camera;
    EXPECT_LT(error.translation().norm(), 0.002) << "frame " << i;
    EXPECT_LT(RotationAngle(error.linear()), 0.002) << "frame " << i;
  }
}

TEST(SlamRun, IsTheSameBitForBitOnAnyNumberOfThreads) {
  const TemporaryFolder folder;
  std::vector<std::string> results;
  for (const char* threads : {"1", "2", "3"}) {
    const RunDirectory run(folder / (std::string("run") + threads));
    ASSERT_EQ(RunIsogs(SampleRun(run.path(), std::string("--threads ") + threads)).code, 0);
    results.push_back(ReadWholeFile(run.params()) + ReadWholeFile(run.trajectory()));
  }
  EXPECT_TRUE(results[0] == results[1]);
  EXPECT_TRUE(results[0] == results[2]);
}

TEST(SlamRun, GroundTruthModeKeepsTheDataSetsPoses) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  ASSERT_EQ(RunIsogs(SampleRun(run.path(), "--set tracking.mode=ground_truth")).code, 0);
  const Trajectory estimated = ReadTrajectory(run.trajectory());
  const Trajectory truth = ReadTrajectory(run.trajectory_ground_truth());
  for (size_t i = 0; i < truth.size(); ++i) {
    EXPECT_TRUE(estimated[i].world_from_camera.isApprox(truth[i].world_from_camera, 1e-6));
  }
}

TEST(SlamRun, InterruptedItFinishesTheFrameAndSaves) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const std::string slam = ProgramFolder() + "/slam configs/demo.yaml --output " + run.path().string();
  const CommandOutcome outcome = RunCommand(slam + " & pid=$!; while [ ! -s " + run.metrics().string() +
                                            " ]; do sleep 0.05; done; kill -INT $pid; wait $pid");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  const size_t frames = ReadLines(run.metrics()).size();
  EXPECT_GE(frames, 1u);
  EXPECT_LT(frames, 60u);
  EXPECT_EQ(ReadParams(run.params()).frames.size(), frames);
  EXPECT_EQ(ReadTrajectory(run.trajectory()).size(), frames);
}

TEST(SlamRun, ATerminalThatGoesAwayFinishesTheFrameAndSaves) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const std::string slam = ProgramFolder() + "/slam configs/demo.yaml --output " + run.path().string();
  const CommandOutcome outcome = RunCommand(slam + " & pid=$!; while [ ! -s " + run.metrics().string() +
                                            " ]; do sleep 0.05; done; kill -HUP $pid; wait $pid");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_EQ(ReadParams(run.params()).frames.size(), ReadLines(run.metrics()).size());
}

TEST(SlamRun, GoesOnWithoutAReaderOfItsWords) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  RunCommand("{ " + ProgramFolder() + "/isogs " + SampleRun(run.path()) + " 2>&1; echo $? > " +
             (folder / "code").string() + "; } | true");
  EXPECT_EQ(ReadWholeFile(folder / "code"), "0\n");
  EXPECT_EQ(ReadParams(run.params()).frames.size(), 7u);
}

TEST(SlamRun, AFailureInTheMiddleKeepsTheFramesBefore) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::copy("datasets/sample", folder / "data", std::filesystem::copy_options::recursive);
  std::filesystem::resize_file(folder / "data/results/frame000003.jpg", 1000);
  const CommandOutcome outcome = RunIsogs(
      SampleRun(run.path(), "--dataset " + (folder / "data").string() + " --set dataset.on_bad_frame=stop"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("frame000003.jpg"));
  EXPECT_EQ(ReadParams(run.params()).frames.size(), 3u);
  EXPECT_EQ(ReadTrajectory(run.trajectory()).size(), 3u);
}

TEST(SlamRun, ADiskTooFullForTheMapStillGetsTheTrajectory) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  // The limit is in KiB a file and gives EFBIG where a full disk gives ENOSPC.
  const CommandOutcome outcome = RunCommand("ulimit -f 200; trap '' XFSZ; " + ProgramFolder() + "/isogs " +
                                            SampleRun(run.path(), "--frames 2"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("params000001.npz"), HasSubstr("params.npz")));
  EXPECT_FALSE(std::filesystem::exists(run.params()));
  EXPECT_EQ(ReadTrajectory(run.trajectory()).size(), 2u);
}

TEST(SlamRun, FreshMovesAnEarlierRunAside) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  ASSERT_EQ(RunIsogs(SampleRun(run.path())).code, 0);
  const std::string first = ReadWholeFile(run.metrics());
  ASSERT_EQ(RunIsogs(SampleRun(run.path(), "--frames 1 --fresh")).code, 0);
  EXPECT_EQ(ReadLines(run.metrics()).size(), 1u);
  EXPECT_TRUE(ReadWholeFile(folder / "run.1/metrics.jsonl") == first);
}

/// The sample's first frames, to be changed.
std::filesystem::path CopySample(const TemporaryFolder& folder) {
  std::filesystem::path data = folder / "data";
  std::filesystem::copy("datasets/sample", data, std::filesystem::copy_options::recursive);
  return data;
}

TEST(SlamRun, TheMapBeginsAtTheFirstFrameThatHasDepth) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const std::filesystem::path data = CopySample(folder);
  for (const char* name : {"depth000000.png", "depth000001.png"}) {
    WritePng(data / "results" / name, Image<uint16_t>(1, 240, 320));
  }
  const CommandOutcome outcome = RunIsogs(SampleRun(run.path(), "--dataset " + data.string()));
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("frame 0: no pixel has depth; the map begins at the first"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("frame 1:")));
  const Params params = ReadParams(run.params());
  EXPECT_EQ(params.keyframes, (std::vector<int64_t>{2, 4}));
  EXPECT_GT(params.map.size(), 20'000u);
  ASSERT_EQ(params.frames.size(), 7u);
  for (size_t i = 0; i < 7; ++i) EXPECT_EQ(params.frames[i].state == TrackingState::kLost, i < 2) << i;
  const Trajectory estimated = ReadTrajectory(run.trajectory());
  const Trajectory truth = ReadTrajectory(run.trajectory_ground_truth());
  ASSERT_EQ(estimated.size(), 5u);
  for (size_t i = 0; i < 5; ++i) {
    const Pose error = truth[i + 2].world_from_camera.inverse() * estimated[i].world_from_camera;
    EXPECT_LT(error.translation().norm(), 0.002) << "frame " << i + 2;
  }
  EXPECT_THAT(RunIsogs(SampleRun(run.path(), "--dataset " + data.string())).output,
              HasSubstr("finished already"));
}

TEST(SlamRun, AScaleThatPutsAllDepthTooFarIsSaidAndAnEmptyMapIsAnError) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  const CommandOutcome outcome = RunIsogs(SampleRun(run.path(), "--set dataset.depth_scale=1"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("within dataset.max_depth_m, 10 m: the smallest stored is"),
                                    HasSubstr("check dataset.depth_scale"),
                                    HasSubstr("the map is empty after 7 frames, none has depth")));
  EXPECT_EQ(LineCount(outcome.output.substr(outcome.output.find("slam: "))), 1u) << outcome.output;
  const CommandOutcome again = RunIsogs(SampleRun(run.path(), "--set dataset.depth_scale=1"));
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, HasSubstr("the map is empty after 7 frames, none has depth"));
}

TEST(SlamRun, DepthThatIsNotRenderedCountsAsNotMeasured) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  // The sample 16 times smaller: 0.10 to 0.34 m.
  const CommandOutcome outcome = RunIsogs(SampleRun(run.path(), "--set dataset.depth_scale=104856"));
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("pixels have depth up to 0.2 m, where nothing is rendered"));
  const auto metrics = ReadLines(run.metrics());
  EXPECT_LT(metrics[0]["map"]["added"], 76'800);
  EXPECT_LT(metrics[4]["map"]["added"], 10'000);
}

TEST(SlamRun, FreshRefusesAFolderThatIsNoRun) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directory(run.path());
  WriteFileAtomically(run.config(), "mine");
  WriteFileAtomically(run.metrics(), "{\"loss\": 1}\n");
  const CommandOutcome outcome = RunIsogs(SampleRun(run.path(), "--fresh"));
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("run: is no run of isogs"));
  EXPECT_EQ(LineCount(outcome.output), 1u) << outcome.output;
  EXPECT_FALSE(std::filesystem::exists(folder / "run.1"));
  EXPECT_EQ(ReadWholeFile(run.config()), "mine");
  EXPECT_EQ(RunIsogs(SampleRun(folder / "new", "--fresh --frames 1")).code, 0);
}

TEST(SlamRun, TildeIsTheHomeDirectory) {
  const TemporaryFolder folder;
  std::filesystem::copy("datasets/sample", folder / "data", std::filesystem::copy_options::recursive);
  const std::string slam = "HOME=" + folder.path().string() + " " + ProgramFolder() +
                           "/isogs slam configs/demo.yaml --frames 1 --set mapping.first_iterations=2 ";
  const CommandOutcome options = RunCommand(slam + "--dataset='~/data' --output '~/run1'");
  EXPECT_EQ(options.code, 0) << options.output;
  EXPECT_TRUE(std::filesystem::exists(folder / "run1/params.npz"));
  const CommandOutcome keys = RunCommand(slam + "--set dataset.path='~/data' --set 'output=~/run2'");
  EXPECT_EQ(keys.code, 0) << keys.output;
  EXPECT_TRUE(std::filesystem::exists(folder / "run2/params.npz"));
  EXPECT_FALSE(std::filesystem::exists("~"));
}

TEST(SlamRun, AConfigurationInARunMeansThatRun) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run"), copy(folder / "copy");
  ASSERT_EQ(RunIsogs(SampleRun(run.path(), "--frames 2")).code, 0);
  std::filesystem::copy(run.path(), copy.path(), std::filesystem::copy_options::recursive);
  const std::string before = ReadWholeFile(run.metrics());
  const CommandOutcome outcome = RunIsogs("slam " + copy.config().string() + " --frames 3");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_EQ(ReadLines(copy.metrics()).size(), 3u);
  EXPECT_TRUE(ReadWholeFile(run.metrics()) == before);
}

struct Mistake {
  const char* name;
  std::string arguments;
  std::string names;  // what the message must name
};

class SlamMistake : public testing::TestWithParam<Mistake> {};

TEST_P(SlamMistake, GetsOneLineAndExitCode2) {
  const TemporaryFolder folder;
  const CommandOutcome outcome =
      RunIsogs("slam " + GetParam().arguments + " --output " + (folder / "run").string());
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr(GetParam().names));
  EXPECT_EQ(LineCount(outcome.output), 1u) << outcome.output;
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

INSTANTIATE_TEST_SUITE_P(
    Cli, SlamMistake,
    testing::Values(Mistake{"UnknownFlag", "configs/demo.yaml --frame 3", "--frame"},
                    Mistake{"UnknownKey", "configs/demo.yaml --set tracking.iteration=3",
                            "tracking.iterations"},
                    Mistake{"OutOfRange", "configs/demo.yaml --set mapping.window=0", "mapping.window"},
                    Mistake{"NotANumber", "configs/demo.yaml --frames many", "frames"},
                    Mistake{"MissingConfiguration", "configs/absent.yaml", "configs/absent.yaml"},
                    Mistake{"MissingDataset", "configs/demo.yaml --dataset nowhere/room", "nowhere/room"},
                    Mistake{"StartBeyondTheEnd", "configs/demo.yaml --start 60", "60"},
                    Mistake{"DeviceNotBuiltIn", "configs/demo.yaml --device cuda", "cuda"},
                    Mistake{"NoSuchCheckpoint", "configs/demo.yaml --resume-from none.npz", "none.npz"},
                    Mistake{"NoSuchMap", "configs/demo.yaml --initial-map none.npz", "none.npz"}),
    [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace isogs
