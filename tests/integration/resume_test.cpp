// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs that are stopped and started again, as a user does it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "shared/io/file.h"
#include "shared/io/npz.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int kFrames = 12;

class Resume : public testing::Test {
 protected:
  /// An undisturbed run of all frames.
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const CommandOutcome outcome = RunIsogs(SmallRun(Whole().path(), FramesOption(kFrames)));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static RunDirectory Whole() { return RunDirectory(*folder_ / "whole"); }
  static std::string FramesOption(int frames) { return "--frames " + std::to_string(frames) + " "; }

  /// A run of this test's own.
  RunDirectory run_{*folder_ / testing::UnitTest::GetInstance()->current_test_info()->name()};

  CommandOutcome Run(const std::string& more) { return RunIsogs(SmallRun(run_.path(), more)); }
  CommandOutcome Run(int frames, const std::string& more = "") { return Run(FramesOption(frames) + more); }

  /// The run cannot be told from the undisturbed one.
  static void ExpectWhole(const RunDirectory& run) {
    const auto same = [](const std::filesystem::path& a, const std::filesystem::path& b) {
      return ReadWholeFile(a) == ReadWholeFile(b);
    };
    EXPECT_TRUE(same(run.params(), Whole().params()));
    EXPECT_TRUE(same(run.path() / CheckpointName(kFrames - 1), Whole().path() / CheckpointName(kFrames - 1)));
    EXPECT_TRUE(same(run.trajectory(), Whole().trajectory()));
    EXPECT_TRUE(same(run.trajectory_online(), Whole().trajectory_online()));
    EXPECT_EQ(FramesOf(run.metrics()), FirstFrames(kFrames));
  }

  static TemporaryFolder* folder_;
};

TemporaryFolder* Resume::folder_ = nullptr;

TEST_F(Resume, AfterAnyFrameGivesTheSameBitsOnAnyNumberOfThreads) {
  for (const int frames : {1, 2, 4, 5, 9, 11}) {
    const RunDirectory run(run_.path().string() + std::to_string(frames));
    const std::string first = FramesOption(frames) + "--threads " + std::to_string(1 + frames % 3);
    ASSERT_EQ(RunIsogs(SmallRun(run.path(), first)).code, 0);
    const CommandOutcome outcome =
        RunIsogs(SmallRun(run.path(), FramesOption(kFrames) + "--threads " + std::to_string(1 + frames % 2)));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
    SCOPED_TRACE(frames);
    ExpectWhole(run);
  }
}

TEST_F(Resume, AfterFramesInDoubtGivesTheSameBits) {
  // No frame agrees that well, so that all of them are aligned to the one before and by features, too.
  const auto run = [](const RunDirectory& directory, int frames, int threads) {
    return RunIsogs(SmallRun(directory.path(), FramesOption(frames) + "--threads " + std::to_string(threads) +
                                                   " --set tracking.judgement.sure_agreement=1"))
        .code;
  };
  const RunDirectory whole(run_.path().string() + "whole"), parts(run_.path().string() + "parts");
  ASSERT_EQ(run(whole, kFrames, 1), 0);
  ASSERT_EQ(run(parts, 7, 2), 0);
  ASSERT_EQ(run(parts, kFrames, 3), 0);
  EXPECT_EQ(ReadWholeFile(parts.params()), ReadWholeFile(whole.params()));
  EXPECT_EQ(ReadWholeFile(parts.trajectory()), ReadWholeFile(whole.trajectory()));
}

/// So that this short sequence has loops: each frame is aligned to the newest keyframe, one two before counts
/// as old, and every correction is made.
constexpr const char* kLoops =
    " --set tracking.alignment.min_overlap=1 --set mapping.every_frames=2 --set loops.min_hops=2"
    " --set loops.min_correction_m=0 ";

TEST_F(Resume, AcrossClosedLoopsGivesTheSameBits) {
  const auto run = [](const RunDirectory& directory, int frames, int threads) {
    return RunIsogs(
        SmallRun(directory.path(), FramesOption(frames) + "--threads " + std::to_string(threads) + kLoops));
  };
  const RunDirectory whole(run_.path().string() + "whole"), parts(run_.path().string() + "parts");
  const CommandOutcome outcome = run(whole, kFrames, 1);
  ASSERT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("loop closed with frame"));
  EXPECT_THAT(ReadWholeFile(whole.metrics()), HasSubstr("\"outcome\":\"closed\""));
  EXPECT_NE(ReadWholeFile(whole.trajectory()), ReadWholeFile(whole.trajectory_online()));
  for (const int frames : {5, 7, 8, 10}) ASSERT_EQ(run(parts, frames, 1 + frames % 3).code, 0);
  std::filesystem::remove(parts.trajectory_online());
  ASSERT_EQ(run(parts, kFrames, 2).code, 0);
  for (const auto file : {&RunDirectory::params, &RunDirectory::trajectory, &RunDirectory::trajectory_online})
    EXPECT_EQ(ReadWholeFile((parts.*file)()), ReadWholeFile((whole.*file)()));
}

TEST_F(Resume, WithoutLoopsPosesStayAsTheyWere) {
  ASSERT_EQ(Run(kFrames, std::string(kLoops) + "--set loops.enabled=false").code, 0);
  EXPECT_THAT(ReadWholeFile(run_.metrics()), Not(HasSubstr("\"loop\"")));
  EXPECT_EQ(ReadWholeFile(run_.trajectory()), ReadWholeFile(run_.trajectory_online()));
}

TEST_F(Resume, AFinishedRunSaysSoAndChangesNothing) {
  ASSERT_EQ(Run(4).code, 0);
  const auto written = std::filesystem::last_write_time(run_.params());
  const CommandOutcome outcome = Run(4);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("finished already, 4 frames"));
  EXPECT_EQ(std::filesystem::last_write_time(run_.params()), written);
}

TEST_F(Resume, ResultsThatAKillPreventedAreWrittenByTheNextStart) {
  ASSERT_EQ(Run(kFrames).code, 0);
  std::filesystem::remove(run_.params());
  std::filesystem::remove(run_.trajectory());
  ASSERT_EQ(Run(kFrames).code, 0);
  ExpectWhole(run_);
}

TEST_F(Resume, LinesOfFramesAfterTheCheckpointAreWrittenOnce) {
  ASSERT_EQ(Run(9).code, 0);
  std::filesystem::remove(run_.path() /
                          CheckpointName(8));  // the newest before it is done after frame 5 or 2
  const CommandOutcome outcome = Run(kFrames);
  EXPECT_THAT(outcome.output, HasSubstr("are done again"));
  ExpectWhole(run_);
}

TEST_F(Resume, LostLinesOfTheOnlineTrajectoryComeFromTheCheckpoint) {
  ASSERT_EQ(Run(6).code, 0);
  std::filesystem::remove(run_.trajectory_online());
  ASSERT_EQ(Run(kFrames).code, 0);
  ExpectWhole(run_);
}

TEST_F(Resume, ADamagedCheckpointIsNamedAndTheOneBeforeTaken) {
  ASSERT_EQ(Run(6).code, 0);
  ASSERT_EQ(Run(9).code, 0);
  const std::filesystem::path newest = run_.path() / CheckpointName(8);
  std::string bytes = ReadWholeFile(newest);
  bytes[bytes.size() / 2] ^= 1;
  WriteFileAtomically(newest, bytes);
  const CommandOutcome outcome = Run(kFrames);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("skipped"), HasSubstr(CheckpointName(8)),
                    HasSubstr("going on from " + (run_.path() / CheckpointName(5)).string())));
  ExpectWhole(run_);
  EXPECT_EQ(ReadWholeFile(newest.string() + ".skipped"), bytes);
}

TEST_F(Resume, WithoutAWholeCheckpointItStopsAndNothingIsLost) {
  ASSERT_EQ(Run(2).code, 0);
  const std::filesystem::path only = run_.path() / CheckpointName(1);
  std::filesystem::resize_file(only, 1000);
  const CommandOutcome outcome = Run(kFrames);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr(CheckpointName(1)), HasSubstr("--fresh")));
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(2));
  EXPECT_EQ(Run(kFrames, "--fresh").code, 0);
  ExpectWhole(run_);
}

TEST_F(Resume, NewestCheckpointsAreKeptAndLeftoversRemoved) {
  ASSERT_EQ(Run(2).code, 0);
  for (const int frames : {3, 4, 5, 6}) ASSERT_EQ(Run(frames, "--set checkpoint.keep=2").code, 0);
  EXPECT_THAT(CheckpointFrames(run_.path()), ElementsAre(5, 4));
  for (const char* name : {"params000099.npz.tmp", "params.npz.tmp", "mesh.ply.tmp", "notes.tmp"}) {
    WriteFileAtomically(run_.path() / name, std::string_view("x"));
  }
  ASSERT_EQ(Run(7).code, 0);
  EXPECT_FALSE(std::filesystem::exists(run_.path() / "params000099.npz.tmp"));
  EXPECT_FALSE(std::filesystem::exists(run_.path() / "params.npz.tmp"));
  EXPECT_TRUE(std::filesystem::exists(run_.path() / "mesh.ply.tmp"));  // others'
  EXPECT_TRUE(std::filesystem::exists(run_.path() / "notes.tmp"));
}

TEST_F(Resume, AnotherConfigurationIsRefusedWithItsKeysUnlessAllowed) {
  ASSERT_EQ(Run(3).code, 0);
  const std::string change = "--set mapping.iterations=7 --set tracking.iterations=2";
  const CommandOutcome refused = Run(6, change);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("mapping.iterations (6 -> 7)"),
                                    HasSubstr("tracking.iterations (0 -> 2)"), Not(HasSubstr(" frames (6"))));
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(3));
  EXPECT_EQ(Run(6, change + " --allow-config-change").code, 0);
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(6));
  // From now on that is the run's configuration.
  EXPECT_EQ(Run(7).code, 2);
  EXPECT_EQ(Run(7, change).code, 0);
}

TEST_F(Resume, KeysThatDecideNothingMayChange) {
  ASSERT_EQ(Run(5).code, 0);
  const CommandOutcome outcome =
      Run(kFrames,
          "--device cpu --threads 1 --set logging.file_level=off --set checkpoint.every_frames=1 "
          "--set dataset.prefetch_frames=1");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  ExpectWhole(run_);
}

TEST_F(Resume, OtherImagesAreRefused) {
  const std::filesystem::path data = *folder_ / "data";
  std::filesystem::copy("datasets/sample", data, std::filesystem::copy_options::recursive);
  ASSERT_EQ(Run(3, "--dataset " + data.string()).code, 0);
  std::filesystem::copy_file(data / "results/frame000009.jpg", data / "results/frame000000.jpg",
                             std::filesystem::copy_options::overwrite_existing);
  const CommandOutcome outcome = Run(6, "--dataset " + data.string());
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("frame 0 "));
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(3));
  EXPECT_EQ(Run(6).code, 0);  // the same images from elsewhere
}

TEST_F(Resume, FromACheckpointChosenByHand) {
  ASSERT_EQ(Run(5).code, 0);
  ASSERT_EQ(Run(8).code, 0);
  const std::string file = (run_.path() / CheckpointName(4)).string();
  const CommandOutcome outcome = Run(kFrames, "--resume-from " + file);
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  ExpectWhole(run_);
  EXPECT_TRUE(std::filesystem::exists(run_.path() / "params000007.npz.skipped"));

  const std::string foreign = (Whole().path() / CheckpointName(kFrames - 1)).string();
  const CommandOutcome refused = Run(kFrames, "--resume-from " + foreign);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.output, HasSubstr("holds another run"));
  const CommandOutcome no_state = Run(kFrames, "--resume-from " + Whole().params().string());
  EXPECT_EQ(no_state.code, 2);
  EXPECT_THAT(no_state.output, HasSubstr("expected a checkpoint"));
}

/// Copies a params file without what SplaTAM does not know.
void WriteAsSplatam(const std::filesystem::path& from, const std::filesystem::path& to) {
  const NpzReader reader(from);
  std::vector<std::vector<double>> values;
  std::vector<NamedArray> arrays;
  for (const std::string& name : reader.names()) {
    if (name.starts_with("isogs_")) continue;
    values.push_back(reader.Read<double>(name));
    arrays.push_back(MakeNamedArray(name, reader.Header(name).shape, values.back()));
  }
  WriteNpz(to, arrays);
}

TEST_F(Resume, AMapOfSplatamsStartsARun) {
  const std::filesystem::path map = *folder_ / "splatam.npz";
  WriteAsSplatam(Whole().params(), map);
  const std::string start = "--initial-map " + map.string() + " --start 5 --set mapping.every_frames=100";
  const CommandOutcome outcome = Run(4, start);
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  const Params before = ReadParams(Whole().params());
  const Params after = ReadParams(run_.params());
  EXPECT_GT(after.map.size(), before.map.size() / 2);
  // The first frame is seen from where the map's run saw it, and tracking agrees with that run from there.
  for (size_t i = 0; i < 4; ++i) {
    const Pose difference = after.frames[i].camera_from_map * before.frames[5 + i].camera_from_map.inverse();
    EXPECT_LT(difference.translation().norm(), 0.01) << i;
  }
  EXPECT_LT((after.world_from_map.translation() - before.world_from_map.translation()).norm(), 0.01);
}

TEST_F(Resume, ARunKilledBeforeItsFirstCheckpointStartsAgain) {
  const std::string never = "--set checkpoint.every_frames=0 ";
  const CommandOutcome killed = RunCommand("ISOGS_KILL_AT=file_rename:3 " + ProgramFolder() + "/" +
                                           SmallRun(run_.path(), never + FramesOption(kFrames)));
  EXPECT_EQ(killed.code, 128 + 9);
  EXPECT_THAT(CheckpointFrames(run_.path()), IsEmpty());
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(kFrames));
  ASSERT_EQ(Run(kFrames, never).code, 0);
  ExpectWhole(run_);
}

TEST_F(Resume, ASecondProcessIsToldWhoHoldsTheRun) {
  const std::string slam = ProgramFolder() + "/" + SmallRun(run_.path());
  const CommandOutcome outcome =
      RunCommand(slam + " --set mapping.iterations=400 >/dev/null 2>&1 & pid=$!; while [ ! -s " +
                 run_.metrics().string() + " ]; do sleep 0.05; done; " + slam +
                 "; code=$?; kill -KILL $pid; wait $pid; echo \"held by $pid\"; exit $code");
  const size_t at = outcome.output.find("held by ");
  ASSERT_NE(at, std::string::npos);
  const std::string pid = outcome.output.substr(at + 8, outcome.output.find('\n', at) - at - 8);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("process " + pid));
}

TEST_F(Resume, ASignalSavesAndTheSameCommandGoesOn) {
  const std::string slam = ProgramFolder() + "/" + SmallRun(run_.path(), FramesOption(kFrames));
  // timeout(1) sends the signal twice, to the process and to its group.
  for (int i = 0; i < 3; ++i) {
    const CommandOutcome outcome = RunCommand("timeout -s TERM 0.25 " + slam);
    EXPECT_THAT(outcome.code, testing::AnyOf(0, 124)) << outcome.output;
  }
  ASSERT_EQ(RunCommand(slam).code, 0);
  ExpectWhole(run_);
}

TEST_F(Resume, ASecondSignalOfTheSameSenderEndsAtOnce) {
  // Every frame is mapped for minutes; a signal before the first would end the run between frames.
  const std::string slam =
      ProgramFolder() + "/" +
      SmallRun(run_.path(), "--set mapping.every_frames=1 --set mapping.iterations=100000");
  const CommandOutcome outcome =
      RunCommand(slam + " & pid=$!; while [ ! -s " + run_.metrics().string() +
                 " ]; do sleep 0.05; done; sleep 0.5; kill -INT $pid; sleep 0.5; kill -INT $pid; wait $pid");
  EXPECT_EQ(outcome.code, 128 + 2) << outcome.output;
}

}  // namespace
}  // namespace isogs
