// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Files and figures checked against the programs that others use: numpy and evo, in the .venv that
// scripts/python_helpers.sh makes.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "evaluation/trajectory_metrics.h"
#include "run/params_file.h"
#include "shared/core/random.h"
#include "shared/formats/trajectory.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

/// What a command prints. A command that fails fails the test.
std::string Output(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start " + command);
  char buffer[4096];
  while (const size_t size = fread(buffer, 1, sizeof(buffer), pipe)) output.append(buffer, size);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << output;
  return output;
}

class PythonTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(".venv/bin/evo_ape")) {
      GTEST_SKIP() << "no evo in .venv: scripts/python_helpers.sh makes it";
    }
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Python(const std::string& code) const {
    return Output(".venv/bin/python -c '" + code + "' 2>&1");
  }

  TemporaryFolder folder_;
  int results_ = 0;
};

Pose RandomMotion(Random& random, double translation, double rotation) {
  Twist xi;
  for (int i = 0; i < 3; ++i) xi(i) = translation * random.NextNormal();
  for (int i = 3; i < 6; ++i) xi(i) = rotation * random.NextNormal();
  return ExpSe3(xi);
}

TEST_F(PythonTest, EvoFindsTheSameErrors) {
  Random random(1);
  const Pose world_from_other_world = RandomMotion(random, 3.0, 1.0);
  Trajectory truth, estimate;
  Pose pose = RandomMotion(random, 1.0, 1.0);
  for (int i = 0; i < 120; ++i) {
    pose = pose * RandomMotion(random, 0.02, 0.02);
    truth.push_back({1305031102.1758 + 0.0333 * i, pose});
    if (i % 10 == 7) continue;  // a frame that was skipped
    estimate.push_back(
        {truth.back().time_s + 0.002, world_from_other_world * pose * RandomMotion(random, 0.01, 0.01)});
  }
  WriteTrajectory(Path("truth.txt"), truth);
  WriteTrajectory(Path("estimate.txt"), estimate);
  const auto pairs = Associate(ReadTrajectory(Path("estimate.txt")), ReadTrajectory(Path("truth.txt")));
  ASSERT_EQ(pairs.size(), estimate.size());
  const ErrorStatistics ate = AbsoluteTrajectoryError(pairs);
  const RelativePoseError rpe = RelativeError(pairs);

  const auto evo = [&](const std::string& tool, const std::string& options, const std::string& statistic) {
    const std::string result = Path(tool + std::to_string(++results_) + ".zip");
    Output(".venv/bin/" + tool + " tum " + Path("truth.txt") + " " + Path("estimate.txt") + " " + options +
           " --save_results " + result + " 2>&1");
    return std::stod(Python("import json,zipfile;print(repr(json.loads(zipfile.ZipFile(\"" + result +
                            "\").read(\"stats.json\"))[\"" + statistic + "\"]))"));
  };
  EXPECT_NEAR(ate.rmse, evo("evo_ape", "--align", "rmse"), 1e-6);
  EXPECT_NEAR(ate.mean, evo("evo_ape", "--align", "mean"), 1e-6);
  EXPECT_NEAR(ate.median, evo("evo_ape", "--align", "median"), 1e-6);
  EXPECT_NEAR(ate.max, evo("evo_ape", "--align", "max"), 1e-6);
  EXPECT_NEAR(rpe.translation_m, evo("evo_rpe", "--delta 1 --delta_unit f", "rmse"), 1e-6);
  EXPECT_NEAR(rpe.rotation_deg, evo("evo_rpe", "--delta 1 --delta_unit f -r angle_deg", "rmse"), 1e-6);
  EXPECT_GT(ate.rmse, 0.005);
}

TEST_F(PythonTest, NumpyReadsParamsWithoutPickle) {
  Params params;
  params.map.Resize(3);
  for (size_t i = 0; i < 9; ++i) params.map.means[i] = static_cast<float>(i) / 4.0f;
  params.camera = {320, 240, 300.5, 300.5, 159.5, 119.5};
  params.frames.resize(2);
  params.frames[1].timestamp_s = 0.1;
  params.keyframes = {0};
  const std::vector<uint64_t> state = {~uint64_t{0}};
  const std::vector<NamedArray> extras = {MakeNamedArray("isogs_random_state", {1}, state)};
  WriteParams(Path("params.npz"), params, extras);
  const std::string printed =
      Python("import numpy as np;z=np.load(\"" + Path("params.npz") +
             "\",allow_pickle=False);"
             "assert all(z[k].dtype.kind in \"fiu\" for k in z.files), [(k,z[k].dtype) for k in z.files];"
             "print(z[\"means3D\"].dtype,z[\"means3D\"].shape,z[\"means3D\"].sum(),z[\"org_width\"],"
             "z[\"cam_unnorm_rots\"].shape,z[\"isogs_timestamps\"][1],z[\"isogs_random_state\"][0])");
  EXPECT_EQ(printed, "float32 (3, 3) 9.0 320 (1, 4, 2) 0.1 18446744073709551615\n");
}

TEST_F(PythonTest, ReadsWhatNumpyWrites) {
  for (const std::string save : {"savez", "savez_compressed"}) {
    Python("import numpy as np;np." + save + "(\"" + Path("a.npz") +
           "\",f=np.arange(6,dtype=np.float64).reshape(2,3)/10,i=np.int64(-3))");
    const NpzReader reader(folder_ / "a.npz");
    reader.Verify();
    EXPECT_EQ(reader.Read<float>("f", {2, 3})[5], 0.5f);
    EXPECT_EQ(reader.ReadScalar<int64_t>("i"), -3);
  }
}

}  // namespace
}  // namespace isogs
