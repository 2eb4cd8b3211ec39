// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/dataset.h"
#include "evaluation/evaluation_file.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A run directory for the first frames of the sample, tracked perfectly but for 1 cm to alternate sides,
/// with a map of one Gaussian a pixel of the first frame.
class EvaluateRunTest : public ::testing::Test {
 protected:
  static constexpr int64_t kFrames = 5;

  EvaluateRunTest() {
    std::ofstream(Run() / "config.yaml") << "device: cpu_reference\ndataset:\n  path: datasets/sample\n"
                                            "  layout: replica\n  width: 80\n  height: 60\n";
    DatasetConfig config;
    config.path = "datasets/sample";
    config.layout = "replica";
    config.width = 80;
    config.height = 60;
    const auto dataset = OpenDataset(config);
    params_.camera = dataset->camera();
    for (int64_t i = 0; i < kFrames; ++i) {
      const Frame frame = dataset->Read(i);
      if (i == 0) {
        params_.world_from_map = *frame.world_from_camera;
        AddPixels(frame);
      }
      FrameRecord record;
      record.dataset_index = i;
      record.timestamp_s = frame.timestamp_s;
      record.world_from_camera_truth = frame.world_from_camera;
      record.camera_from_map = frame.world_from_camera->inverse() * params_.world_from_map;
      record.camera_from_map.translation().x() += i % 2 == 0 ? 0.01 : -0.01;
      params_.frames.push_back(record);
    }
    params_.keyframes = {0, 4};
    WriteParams(Run() / "params.npz", params_);
    options_.run_directory = Run();
    options_.pictures = 1;
  }

  const fs::path& Run() const { return folder_.path(); }

  void AddPixels(const Frame& frame) {
    const Camera& camera = frame.camera;
    for (int y = 0; y < camera.height; ++y) {
      for (int x = 0; x < camera.width; ++x) {
        const float z = frame.depth_m.at(y, x);
        if (!(z > 0)) continue;
        const size_t i = params_.map.size();
        params_.map.Resize(i + 1);
        params_.map.means[3 * i] = z * static_cast<float>((x - camera.cx) / camera.fx);
        params_.map.means[3 * i + 1] = z * static_cast<float>((y - camera.cy) / camera.fy);
        params_.map.means[3 * i + 2] = z;
        for (int c = 0; c < 3; ++c) {
          params_.map.colors[3 * i + static_cast<size_t>(c)] = frame.color.at(c, y, x);
          params_.map.log_scales[3 * i + static_cast<size_t>(c)] =
              std::log(0.4f * z / static_cast<float>(camera.fx));
        }
        params_.map.rotations[4 * i] = 1.0f;
        params_.map.logit_opacities[i] = 2.0f;
      }
    }
  }

  TemporaryFolder folder_;
  Params params_;
  EvaluateRunOptions options_;
};

TEST_F(EvaluateRunTest, ScoresTrajectoryImagesMapAndSpeed) {
  std::ofstream(Run() / "timing.json")
      << R"({"frames": 5, "seconds": 2.5, "track_ms": 1, "map_ms": 2, "peak_rss_bytes": 3})";
  std::ofstream(Run() / "evaluation.json") << R"({"mesh": 1})";
  const Evaluation evaluation = EvaluateRun(options_);
  EXPECT_EQ(evaluation.trajectory.frames, kFrames);
  EXPECT_EQ(evaluation.trajectory.compared, kFrames);
  EXPECT_NEAR(evaluation.trajectory.ate->rmse, 0.0098, 0.0002);
  EXPECT_NEAR(evaluation.trajectory.rpe->translation_m, 0.02, 0.0002);
  EXPECT_EQ(evaluation.images.exposed.mapped.frames(), 2);
  EXPECT_EQ(evaluation.images.exposed.unseen.frames(), 3);
  EXPECT_GT(evaluation.images.exposed.unseen.mean()->psnr_db, 18.0);
  EXPECT_LT(evaluation.images.exposed.unseen.mean()->depth_l1_m, 0.2);
  EXPECT_EQ(evaluation.map.bytes, 56 * static_cast<int64_t>(params_.map.size()));
  EXPECT_EQ(evaluation.speed->fps, 2.0);
  WriteEvaluation(OutputOf(options_), evaluation);
  const auto json = nlohmann::json::parse(ReadWholeFile(Run() / "evaluation.json"));
  EXPECT_EQ(json["trajectory"]["ate_rmse_m"], evaluation.trajectory.ate->rmse);
  EXPECT_EQ(json["mesh"], 1);
  EXPECT_TRUE(fs::exists(Run() / "pictures" / "frame000002.png"));
}

TEST_F(EvaluateRunTest, HasAPictureOfTheWorstView) {
  options_.pictures = 0;
  options_.worst = 1;
  const Evaluation evaluation = EvaluateRun(options_);
  const ViewScore worst = *std::ranges::min_element(
      evaluation.images.views, {}, [](const ViewScore& view) { return view.scores.psnr_db; });
  const std::vector<fs::path> pictures(fs::directory_iterator(Run() / "pictures"), {});
  ASSERT_EQ(pictures.size(), 1u);
  EXPECT_EQ(pictures.front().filename(), "frame00000" + std::to_string(worst.frame) + ".png");
}

TEST_F(EvaluateRunTest, TakesTheTrajectoryFilesWhereTheyAre) {
  Trajectory exact;
  for (const FrameRecord& frame : params_.frames) {
    exact.push_back({frame.timestamp_s, *frame.world_from_camera_truth});
  }
  WriteTrajectory(Run() / "trajectory.txt", exact);
  WriteTrajectory(Run() / "trajectory_ground_truth.txt", exact);
  EXPECT_NEAR(EvaluateRun(options_).trajectory.ate->rmse, 0.0, 1e-9);
}

TEST_F(EvaluateRunTest, WithoutTruthThereAreNoTrajectoryErrors) {
  for (FrameRecord& frame : params_.frames) frame.world_from_camera_truth.reset();
  WriteParams(Run() / "params.npz", params_);
  const Evaluation evaluation = EvaluateRun(options_);
  EXPECT_FALSE(evaluation.trajectory.ate);
  EXPECT_EQ(evaluation.trajectory.frames, kFrames);
  EXPECT_EQ(evaluation.images.exposed.unseen.frames(), 3);
}

TEST_F(EvaluateRunTest, EvaluatesTheCheckpointOfAnUnfinishedRun) {
  fs::rename(Run() / "params.npz", Run() / CheckpointName(4));
  EXPECT_EQ(EvaluateRun(options_).images.exposed.mapped.frames(), 2);
}

TEST_F(EvaluateRunTest, ErrorsNameWhatIsMissing) {
  options_.dataset = "none";
  EXPECT_THAT([&] { EvaluateRun(options_); }, ThrowsMessage<UsageError>(HasSubstr("none")));
  options_.dataset.clear();
  options_.overrides = {"device=gpu"};
  EXPECT_THAT([&] { EvaluateRun(options_); }, ThrowsMessage<UsageError>(HasSubstr("gpu")));
  options_.overrides.clear();
  WriteParams(Run() / "params.npz", [&] {
    Params empty = params_;
    empty.map = {};
    return empty;
  }());
  EXPECT_THAT([&] { EvaluateRun(options_); },
              ThrowsMessage<Error>(HasSubstr("params.npz: its map is empty")));
  WriteParams(Run() / "params.npz", params_);
  fs::remove(Run() / "config.yaml");
  EXPECT_THAT([&] { EvaluateRun(options_); }, ThrowsMessage<UsageError>(HasSubstr("config.yaml")));
  fs::remove(Run() / "params.npz");
  EXPECT_THAT([&] { EvaluateRun(options_); }, ThrowsMessage<UsageError>(HasSubstr("params.npz")));
}

}  // namespace
}  // namespace isogs
