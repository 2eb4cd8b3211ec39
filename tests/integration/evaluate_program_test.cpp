// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// evaluate, extract_mesh and export on a run of slam, as a user starts them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/ply.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// One short run on the sample for all tests, because it takes seconds.
class EvaluateProgram : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    std::filesystem::create_directory_symlink(std::filesystem::absolute("datasets/sample"),
                                              *folder_ / "room");
    // From a folder of its own: all that comes later finds the relative data set from another.
    const CommandOutcome slam = RunCommand("cd " + folder_->path().string() + " && " +
                                           std::filesystem::absolute(ProgramFolder()).string() +
                                           "/isogs slam demo.yaml --dataset room --frames 6 --output run"
                                           " --set mapping.iterations=4 --set mapping.first_iterations=4");
    ASSERT_EQ(slam.code, 0) << slam.output;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  /// Made on the relative data set "room".
  static std::string Run() { return (*folder_ / "run").string(); }

  /// One line on stderr that names `names`.
  static void ExpectUsageError(const std::string& arguments, const std::string& names) {
    const CommandOutcome outcome = RunIsogs(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.output;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(names));
  }

  static TemporaryFolder* folder_;
};

TemporaryFolder* EvaluateProgram::folder_ = nullptr;

TEST_F(EvaluateProgram, SlamFindsTheDataSetAgain) {
  const CommandOutcome outcome = RunIsogs("slam " + Run() + "/config.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("finished already"));
}

TEST_F(EvaluateProgram, ScoresARun) {
  const CommandOutcome outcome = RunIsogs("evaluate " + Run() + " --pictures 2 --worst 0");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("6 frames, 0 lost"));
  const auto json = nlohmann::json::parse(ReadWholeFile(Run() + "/evaluation.json"));
  EXPECT_EQ(json["trajectory"]["frames"], 6);
  EXPECT_LT(json["trajectory"]["ate_rmse_m"], 0.05);
  EXPECT_EQ(json["images"]["mapped"]["frames"], 2);
  EXPECT_EQ(json["images"]["unseen"]["frames"], 4);
  EXPECT_GT(json["images"]["unseen"]["psnr_db"], 20.0);
  EXPECT_LT(json["images"]["unseen"]["depth_l1_m"], 0.1);
  EXPECT_GT(json["speed"]["fps"], 0.0);
  EXPECT_GT(json["speed"]["peak_rss_bytes"], 1 << 20);
  const std::filesystem::directory_iterator pictures(Run() + "/pictures");
  EXPECT_EQ(std::distance(begin(pictures), end(pictures)), 2);
  EXPECT_TRUE(std::filesystem::exists(Run() + "/views.jsonl"));
}

TEST_F(EvaluateProgram, WritesEachViewsFigures) {
  const std::filesystem::path views = *folder_ / "views.jsonl";
  const std::string command = "evaluate " + Run() + " --pictures 0 --views ";
  ASSERT_EQ(RunIsogs(command + views.string()).code, 0);
  std::istringstream lines(ReadWholeFile(views));
  double sums[2] = {0.0, 0.0};
  int counts[2] = {0, 0};
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json["frame"], counts[0] + counts[1]);
    const auto kind = static_cast<size_t>(json["mapped"].get<bool>());
    sums[kind] += json["psnr_db"].get<double>();
    ++counts[kind];
  }
  ASSERT_EQ(counts[0], 4);
  ASSERT_EQ(counts[1], 2);
  const auto json = nlohmann::json::parse(ReadWholeFile(Run() + "/evaluation.json"));
  EXPECT_NEAR(json["images"]["unseen"]["psnr_db"].get<double>(), sums[0] / 4, 1e-9);
  EXPECT_NEAR(json["images"]["mapped"]["psnr_db"].get<double>(), sums[1] / 2, 1e-9);
  const CommandOutcome failure = RunIsogs(command + "/none/views.jsonl");
  EXPECT_EQ(failure.code, 1);
  EXPECT_THAT(failure.output, HasSubstr("/none/views.jsonl"));
}

TEST_F(EvaluateProgram, TakesKeysOfTheConfiguration) {
  double residuals[2] = {0.0, 0.0};
  for (const int target : {0, 1}) {
    const std::string key = "mapping.iso.target=" + std::to_string(1 + target);
    ASSERT_EQ(RunIsogs("evaluate " + Run() + " --pictures 0 --set " + key).code, 0);
    const auto json = nlohmann::json::parse(ReadWholeFile(Run() + "/evaluation.json"));
    residuals[target] = json["surface"]["iso_residual_median"];
  }
  EXPECT_GT(residuals[1], residuals[0] + 0.1);
  ExpectUsageError("evaluate " + Run() + " --set mapping.exposures=true", "mapping.exposures");
}

TEST_F(EvaluateProgram, TheTableComesWhereItsFileCannotBeWritten) {
  const std::filesystem::path copy = *folder_ / "unwritable";
  std::filesystem::copy(Run(), copy, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(copy / "evaluation.json");
  std::filesystem::remove_all(copy / "pictures");
  std::filesystem::create_directory(copy / "evaluation.json");  // tests may run as root, whom no mode stops
  WriteFileAtomically(copy / "pictures", "mine");
  const CommandOutcome outcome = RunIsogs("evaluate " + copy.string());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("6 frames, 0 lost"));
  EXPECT_THAT(outcome.output, HasSubstr((copy / "evaluation.json").string()));
  EXPECT_THAT(outcome.output, HasSubstr("no pictures"));
  const std::filesystem::path file = *folder_ / "elsewhere/figures.json";
  std::filesystem::create_directory(file.parent_path());
  const CommandOutcome elsewhere =
      RunIsogs("evaluate " + copy.string() + " --pictures 1 --output " + file.string());
  EXPECT_EQ(elsewhere.code, 0) << elsewhere.output;
  EXPECT_EQ(nlohmann::json::parse(ReadWholeFile(file))["trajectory"]["frames"], 6);
  EXPECT_FALSE(std::filesystem::is_empty(file.parent_path() / "pictures"));
}

TEST_F(EvaluateProgram, FiguresAreTheSameForAnyNumberOfThreads) {
  std::vector<std::string> files;
  for (const char* threads : {"1", "3"}) {
    ASSERT_EQ(RunIsogs("evaluate " + Run() + " --pictures 0 --threads " + threads).code, 0);
    files.push_back(ReadWholeFile(Run() + "/evaluation.json"));
  }
  EXPECT_EQ(files[0], files[1]);
}

TEST_F(EvaluateProgram, BackEndsAgree) {
  double psnr[2] = {0.0, 0.0};
  for (int i = 0; i < 2; ++i) {
    const std::string device = i == 0 ? "cpu" : "cpu_reference";
    ASSERT_EQ(RunIsogs("evaluate " + Run() + " --pictures 0 --every 2 --device " + device).code, 0);
    psnr[i] = nlohmann::json::parse(ReadWholeFile(Run() + "/evaluation.json"))["images"]["unseen"]["psnr_db"];
  }
  EXPECT_NEAR(psnr[0], psnr[1], 0.01);
}

TEST_F(EvaluateProgram, ScoresAMeshAlone) {
  const std::string mesh = (*folder_ / "mesh.ply").string();
  WriteMesh(mesh, test::Room({4, 3, 2}, 4));
  WriteFileAtomically(Run() + "/evaluation.json", R"({"map": 1})");
  const CommandOutcome outcome =
      RunIsogs("evaluate " + Run() + " --mesh " + mesh + " --ground-truth-mesh " + mesh + " --mesh-only");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  const auto json = nlohmann::json::parse(ReadWholeFile(Run() + "/evaluation.json"));
  EXPECT_EQ(json.size(), 2u);
  EXPECT_EQ(json["mesh"].size(), 10u);
  EXPECT_GT(json["mesh"]["f1_5cm"], 0.999);
}

TEST_F(EvaluateProgram, ExtractsAMeshWithAPicture) {
  const std::string mesh = (*folder_ / "extracted.ply").string(), picture = (*folder_ / "mesh.png").string();
  const CommandOutcome outcome =
      RunIsogs("extract_mesh " + Run() + " --voxel-size 0.04 --output " + mesh + " --preview " + picture);
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr(picture));
  const Image<uint8_t> image = ReadColorImage(picture).pixels;
  EXPECT_EQ(image.width(), 1280);
  const auto white = std::ranges::count(image.values(), 255);
  EXPECT_LT(white, 0.9 * static_cast<double>(image.values().size()));  // it shows something
  ExpectUsageError("extract_mesh " + Run() + " --output " + mesh + " --preview mesh.jpg", "mesh.jpg");
}

TEST_F(EvaluateProgram, ExportsTheMapInTheWorldsFrame) {
  const std::string ply = (*folder_ / "map.ply").string();
  const CommandOutcome outcome = RunIsogs("export " + Run() + " " + ply);
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  const Params params = ReadParams(FindParams(Run()));
  const GaussianCloud world = ReadSplatPly(ply).cloud;
  ASSERT_EQ(world.size(), params.map.size());
  const Eigen::Vector3d mean(params.map.means[0], params.map.means[1], params.map.means[2]);
  const Eigen::Vector3d moved = params.world_from_map * mean;
  EXPECT_NEAR(world.means[0], moved.x(), 1e-5);
  EXPECT_NEAR(world.means[2], moved.z(), 1e-5);
  EXPECT_EQ(world.log_scales, params.map.log_scales);
}

TEST_F(EvaluateProgram, MeshesOfAnExportAreThoseOfItsRun) {
  const std::string ply = (*folder_ / "sides.ply").string();
  ASSERT_EQ(RunIsogs("export " + Run() + " " + ply).code, 0);
  const auto mesh_of = [&](const std::string& input, const std::string& name) {
    const std::string file = (*folder_ / name).string();
    const CommandOutcome outcome =
        RunIsogs("extract_mesh " + input + " --voxel-size 0.05 --min-component 20 --output " + file);
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_THAT(outcome.output, Not(HasSubstr("tells no cameras")));
    return ReadMesh(file);
  };
  const TriangleMesh of_run = mesh_of(Run(), "of_run.ply"), of_export = mesh_of(ply, "of_export.ply");
  ASSERT_GT(of_run.triangle_count(), 100u);
  EXPECT_EQ(of_export.triangles, of_run.triangles);
  EXPECT_EQ(of_export.vertices, of_run.vertices);
}

TEST_F(EvaluateProgram, MistakesGetOneLineAndExitCode2) {
  ExpectUsageError("evaluate", "run_directory");
  ExpectUsageError("evaluate /none", "/none");
  ExpectUsageError("evaluate " + Run() + " --dataset /none", "/none");
  ExpectUsageError("evaluate " + Run() + " --device gpu", "gpu");
  ExpectUsageError("evaluate " + Run() + " --threads many", "many");
  ExpectUsageError("evaluate " + Run() + " --every 0", "--every");
  ExpectUsageError("evaluate " + Run() + " --evry 2", "--every");
  ExpectUsageError("evaluate " + Run() + " --mesh a.ply", "a.ply: does not exist");
  ExpectUsageError("evaluate " + Run() + " --mesh-only", "--mesh");
  ExpectUsageError("evaluate " + Run() + " --mesh /none.ply --ground-truth-mesh /none.ply", "/none.ply");
  ExpectUsageError("evaluate " + Run() + " --mesh /none.xyz --ground-truth-mesh /none.ply", "'.xyz'");
  ExpectUsageError("export " + Run(), "output");
  ExpectUsageError("export /none /tmp/x.ply", "/none");
}

TEST_F(EvaluateProgram, DamagedAndUnwritableFilesGetOneLineAndExitCode1) {
  const std::filesystem::path damaged = *folder_ / "damaged";
  std::filesystem::create_directory(damaged);
  std::string params = ReadWholeFile(Run() + "/params.npz");
  params[params.size() / 2] ^= 1;
  WriteFileAtomically(damaged / "params.npz", params);
  for (const std::string& arguments :
       {"evaluate " + damaged.string(), "export " + damaged.string() + " " + (damaged / "a.ply").string(),
        "export " + Run() + " " + (damaged / "none" / "a.ply").string()}) {
    const CommandOutcome outcome = RunIsogs(arguments);
    EXPECT_EQ(outcome.code, 1) << outcome.output;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }
}

}  // namespace
}  // namespace isogs
