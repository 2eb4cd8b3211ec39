// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What programs do in folders that somebody else has filled: pipes where files are expected keep nobody
// waiting, and nothing outside of a run directory is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "run/run_directory.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/special_files.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::Eq;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kTooLong = 124;  // what timeout(1) says

CommandOutcome RunForAWhile(const std::string& arguments) {
  return RunCommand("timeout 30 " + ProgramFolder() + "/isogs " + arguments + " </dev/null");
}

std::string LastLine(const std::string& text) {
  const size_t end = text.find_last_not_of('\n') + 1;
  const size_t before = text.rfind('\n', end - 1);
  return text.substr(before == std::string::npos ? 0 : before + 1, end - before - 1);
}

/// A pipe in place of a file, which comes back at the end.
class PipeInPlaceOf {
 public:
  explicit PipeInPlaceOf(const fs::path& file) : file_(file), kept_(file.string() + ".kept") {
    if (fs::exists(file_)) fs::rename(file_, kept_);
    MakePipe(file_);
  }
  ~PipeInPlaceOf() {
    fs::remove(file_);
    if (fs::exists(kept_)) fs::rename(kept_, file_);
  }
  PipeInPlaceOf(const PipeInPlaceOf&) = delete;
  PipeInPlaceOf& operator=(const PipeInPlaceOf&) = delete;

 private:
  fs::path file_, kept_;
};

/// A short run on a copy of the sample.
class HostileFiles : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    fs::copy("datasets/sample", Data(), fs::copy_options::recursive);
    const CommandOutcome slam = RunIsogs(Slam(Run()) + " --frames 4");
    ASSERT_EQ(slam.code, 0) << slam.output;
    const CommandOutcome mesh = RunIsogs("extract_mesh " + Run() + " --voxel-size 0.05");
    ASSERT_EQ(mesh.code, 0) << mesh.output;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }

  static std::string Run() { return (*folder_ / "run").string(); }
  static std::string Data() { return (*folder_ / "data").string(); }
  static std::string Slam(const std::string& output) {
    return SmallRun(output) + " --dataset " + Data() + " ";
  }

  /// Ends with a line of ours, that names the file and what it is.
  static void ExpectRefused(const fs::path& file, const std::string& arguments) {
    const PipeInPlaceOf pipe(file);
    const CommandOutcome outcome = RunForAWhile(arguments);
    const std::string program = arguments.substr(0, arguments.find(' '));
    EXPECT_THAT(outcome.code, AnyOf(Eq(1), Eq(2))) << arguments << "\n" << outcome.output;
    EXPECT_THAT(LastLine(outcome.output), StartsWith(program + ": ")) << arguments;
    EXPECT_THAT(LastLine(outcome.output), HasSubstr(file.string() + ": a pipe, expected a file"))
        << arguments;
  }

  static TemporaryFolder* folder_;
};

TemporaryFolder* HostileFiles::folder_ = nullptr;

TEST_F(HostileFiles, SlamRefusesPipes) {
  const std::string config = (*folder_ / "pipe.yaml").string(), with_base = (*folder_ / "base.yaml").string();
  const std::string fresh = (*folder_ / "fresh").string();
  WriteFileAtomically(with_base, "base: pipe.yaml\n");
  ExpectRefused(config, "slam " + config);
  ExpectRefused(config, "slam " + with_base);
  ExpectRefused(config, "run " + with_base);
  ExpectRefused(Data() + "/traj.txt.pipe", Slam(fresh) + "--initial-map " + Data() + "/traj.txt.pipe");
  ExpectRefused(Data() + "/traj.txt.pipe", Slam(fresh) + "--resume-from " + Data() + "/traj.txt.pipe");
  for (const std::string name : {".lock.slam", "params000002.npz", "metrics.jsonl"}) {
    const std::string run = *folder_ / ("with_" + name);
    fs::copy(Run(), run, fs::copy_options::recursive);
    for (const char* other : {"params.npz", "params000003.npz"}) fs::remove(fs::path(run) / other);
    const PipeInPlaceOf pipe(fs::path(run) / name);
    const CommandOutcome outcome = RunForAWhile(Slam(run) + " --frames 4");
    EXPECT_EQ(outcome.code, 1) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(name + ": a pipe, expected a file")) << name;
  }
}

TEST_F(HostileFiles, ADatasetsPipesAreRefusedOrLeftOut) {
  const std::string fresh = (*folder_ / "fresh").string();
  const auto run_with_pipe = [&](const std::string& name) {
    const PipeInPlaceOf pipe(Data() + "/" + name);
    return RunForAWhile(Slam(fresh) + " --frames 2 --fresh");
  };
  EXPECT_THAT(run_with_pipe("traj.txt").output, HasSubstr("traj.txt: a pipe, expected a file"));
  EXPECT_EQ(run_with_pipe("cam_params.json").code, 2);
  for (const std::string image : {"results/frame000001.jpg", "results/depth000001.png"}) {
    const CommandOutcome outcome = run_with_pipe(image);
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("frame 1 left out: cannot read " + Data() + "/" + image +
                                          ": a pipe, expected a file"));
  }
  const PipeInPlaceOf pipe(Data() + "/results/frame000000.jpg");
  const std::string small = (*folder_ / "small").string();
  EXPECT_NE(RunForAWhile("resize_dataset " + Data() + " " + small + " --width 80 --frames 1").code, kTooLong);
}

TEST_F(HostileFiles, ProgramsAroundARunRefusePipes) {
  for (const std::string name : {".lock.slam", ".lock.viewer"}) {
    ExpectRefused(Run() + "/" + name, "status " + Run());
  }
  ExpectRefused(Run() + "/params.npz", "status " + Run());
  for (const std::string name : {".lock.mesher", "config.yaml", ".lock.slam"}) {
    ExpectRefused(Run() + "/" + name, "mesher " + Run());
  }
  ExpectRefused(Run() + "/params.npz", "extract_mesh " + Run());
  ExpectRefused(Run() + "/pipe.ply", "extract_mesh " + Run() + "/pipe.ply");
  ExpectRefused(Run() + "/pipe.npz", "extract_mesh " + Run() + "/pipe.npz");
  ExpectRefused(Run() + "/params.npz", "export " + Run() + " " + Run() + "/splats.ply");
  for (const std::string name : {"config.yaml", "params.npz", "timing.json", "trajectory.txt",
                                 "trajectory_ground_truth.txt", "evaluation.json"}) {
    ExpectRefused(Run() + "/" + name, "evaluate " + Run() + " --every 4 --pictures 0");
  }
  for (const std::string name : {"pipe.ply", "pipe.obj"}) {
    ExpectRefused(Run() + "/" + name, "evaluate " + Run() + " --mesh-only --mesh " + Run() + "/" + name +
                                          " --ground-truth-mesh " + Run() + "/mesh.ply");
  }
}

TEST_F(HostileFiles, ResultsDoNotTakeThePlaceOfDevices) {
  const std::string null = (*folder_ / "null.ply").string();
  fs::create_symlink("/dev/null", null);
  const CommandOutcome splats = RunIsogs("export " + Run() + " " + null);
  EXPECT_EQ(splats.code, 1);
  EXPECT_EQ(splats.output, "export: cannot write " + null + ": a device, expected a file or a new name\n");
  EXPECT_TRUE(fs::is_symlink(null));
}

TEST_F(HostileFiles, SlamWritesNothingOutsideItsRunDirectory) {
  const std::string outer = (*folder_ / "outer").string(), run = (*folder_ / "trap").string();
  for (const std::string name : {"logs/slam.log", "metrics.jsonl", ".lock.slam"}) {
    for (const bool hard : {false, true}) {
      fs::remove_all(run);
      fs::create_directories(run + "/logs");
      WriteFileAtomically(outer, "outer");
      const fs::path link = fs::path(run) / name;
      hard ? fs::create_hard_link(outer, link) : fs::create_symlink(outer, link);
      const CommandOutcome outcome = RunForAWhile(Slam(run) + " --frames 2");
      EXPECT_EQ(ReadWholeFile(outer), "outer") << name;
      if (name == "metrics.jsonl") continue;  // which takes the link's place, being no metrics of frames
      EXPECT_THAT(outcome.output, HasSubstr(name + (hard ? ": 2 hard links" : ": a symbolic link")));
      EXPECT_EQ(outcome.code, name == "logs/slam.log" ? 0 : 1) << outcome.output;
    }
  }
}

}  // namespace
}  // namespace isogs
