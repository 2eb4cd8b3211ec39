// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluation_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using Json = nlohmann::ordered_json;

std::vector<std::string> Keys(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

Evaluation MakeEvaluation() {
  Evaluation evaluation;
  evaluation.trajectory = {100, 2, 98, ErrorStatistics{0.004, 0.003, 0.0025, 0.01},
                           RelativePoseError{0.001, 0.2}};
  evaluation.images.exposed.mapped.Add({33.5, 0.95, 0.005});
  evaluation.map = {1000, 56000, 8.5};
  evaluation.speed = SpeedFigures{0.125, 8.0, 40.0, 300.0, 512 << 20};
  return evaluation;
}

class EvaluationFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "evaluation.json";

  Json Read() const { return Json::parse(ReadWholeFile(path_)); }
};

TEST_F(EvaluationFile, HasTheAgreedKeys) {
  WriteEvaluation(path_, MakeEvaluation());
  const Json json = Read();
  EXPECT_THAT(Keys(json), ElementsAre("trajectory", "images", "map", "surface", "mapped_surface", "speed"));
  EXPECT_THAT(Keys(json["trajectory"]),
              ElementsAre("ate_rmse_m", "ate_mean_m", "ate_median_m", "ate_max_m", "rpe_translation_m",
                          "rpe_rotation_deg", "frames", "lost"));
  EXPECT_THAT(Keys(json["images"]), ElementsAre("mapped", "unseen", "as_rendered"));
  EXPECT_THAT(Keys(json["images"]["mapped"]), ElementsAre("psnr_db", "ssim", "depth_l1_m", "frames"));
  EXPECT_THAT(Keys(json["map"]), ElementsAre("gaussians", "bytes", "anisotropy_median"));
  for (const char* key : {"surface", "mapped_surface"}) {
    EXPECT_THAT(Keys(json[key]), ElementsAre("density_median", "density_lower_quartile",
                                             "density_upper_quartile", "iso_residual_median", "points"));
  }
  EXPECT_THAT(Keys(json["speed"]),
              ElementsAre("seconds_per_frame", "fps", "track_ms", "map_ms", "peak_rss_bytes"));
  EXPECT_EQ(json["trajectory"]["ate_median_m"], 0.0025);
  EXPECT_EQ(json["trajectory"]["frames"], 100);
  EXPECT_EQ(json["images"]["mapped"]["psnr_db"], 33.5);
  EXPECT_TRUE(json["images"]["unseen"]["psnr_db"].is_null());
  EXPECT_EQ(json["images"]["unseen"]["frames"], 0);
  EXPECT_EQ(json["speed"]["peak_rss_bytes"], 536870912);
}

TEST_F(EvaluationFile, WhatIsNotKnownIsNull) {
  Evaluation evaluation = MakeEvaluation();
  evaluation.trajectory.ate.reset();
  evaluation.trajectory.rpe.reset();
  evaluation.speed.reset();
  WriteEvaluation(path_, evaluation);
  EXPECT_TRUE(Read()["trajectory"]["ate_rmse_m"].is_null());
  EXPECT_TRUE(Read()["speed"]["fps"].is_null());
  EXPECT_THAT(EvaluationTable(evaluation), HasSubstr("no true poses"));
}

TEST_F(EvaluationFile, KeepsOtherFigures) {
  std::ofstream(path_) << R"({"mesh": {"f1": 0.9}, "trajectory": {"old": 1}})";
  WriteEvaluation(path_, MakeEvaluation());
  EXPECT_EQ(Read()["mesh"]["f1"], 0.9);
  EXPECT_FALSE(Read()["trajectory"].contains("old"));
  std::ofstream(path_) << "[]";
  EXPECT_THAT([&] { WriteEvaluation(path_, MakeEvaluation()); },
              ThrowsMessage<Error>(HasSubstr("evaluation.json: is no JSON object")));
  std::ofstream(path_) << "{\n\"mesh\": 1,}";
  EXPECT_THAT([&] { WriteEvaluation(path_, MakeEvaluation()); },
              ThrowsMessage<Error>(HasSubstr("evaluation.json:2:11: JSON: ")));
}

TEST_F(EvaluationFile, MeshFiguresJoinTheOthers) {
  WriteEvaluation(path_, MakeEvaluation());
  const MeshFigures figures = {0.008, 0.009, 0.99, 0.93, 0.92, 0.925, 0.98, 0.97, 0.975, 0.95};
  WriteMeshEvaluation(path_, figures);
  const Json json = Read();
  EXPECT_THAT(Keys(json),
              ElementsAre("trajectory", "images", "map", "surface", "mapped_surface", "speed", "mesh"));
  EXPECT_THAT(Keys(json["mesh"]),
              ElementsAre("accuracy_m", "completion_m", "completion_ratio_5cm", "precision_1cm", "recall_1cm",
                          "f1_1cm", "precision_5cm", "recall_5cm", "f1_5cm", "normal_consistency"));
  EXPECT_EQ(json["mesh"]["accuracy_m"], 0.008);
  EXPECT_EQ(json["mesh"]["f1_1cm"], 0.925);
  EXPECT_EQ(json["mesh"]["normal_consistency"], 0.95);
  EXPECT_EQ(json["map"]["gaussians"], 1000);
  EXPECT_THAT(MeshTable(figures, figures), AllOf(HasSubstr("0.800"), HasSubstr("0.9250")));
}

TEST_F(EvaluationFile, PointsBesideAMeshJoinTheOthersAndStay) {
  Evaluation evaluation = MakeEvaluation();
  evaluation.mesh_fit = MeshFit{2048, 0.925, 0.99, 0.0031, 0.0123};
  WriteEvaluation(path_, evaluation);
  WriteEvaluation(path_, MakeEvaluation());  // without a mesh
  const Json json = Read();
  EXPECT_THAT(Keys(json["mesh_fit"]["unseen"]),
              ElementsAre("within_2cm", "within_5cm", "median_m", "points", "seen_through"));
  EXPECT_EQ(json["mesh_fit"]["unseen"]["within_2cm"], 0.925);
  EXPECT_TRUE(json["mesh_fit"]["mapped"]["median_m"].is_null());
  EXPECT_THAT(EvaluationTable(evaluation),
              AllOf(HasSubstr("92.5 %"), HasSubstr("3.10"), HasSubstr("1.23 %")));
}

TEST_F(EvaluationFile, TableShowsTheFigures) {
  const std::string table = EvaluationTable(MakeEvaluation());
  for (const char* text : {"100 frames, 2 lost", "98 of them", "rmse 4.00", "33.50", "0.9500", "0.500",
                           "1000 Gaussians", "8.00 frames/s", "512 MiB"}) {
    EXPECT_THAT(table, HasSubstr(text));
  }
}

TEST(ReadTiming, TakesSpeedFromTheRun) {
  TemporaryFolder folder;
  EXPECT_FALSE(ReadTiming(folder / "timing.json"));
  std::ofstream(folder / "timing.json")
      << R"({"frames": 200, "seconds": 25.0, "track_ms": 40, "map_ms": 310.5, "peak_rss_bytes": 12345})";
  const auto speed = ReadTiming(folder / "timing.json");
  ASSERT_TRUE(speed);
  EXPECT_EQ(speed->fps, 8.0);
  EXPECT_EQ(speed->seconds_per_frame, 0.125);
  EXPECT_EQ(speed->map_ms, 310.5);
  EXPECT_EQ(speed->peak_rss_bytes, 12345);
  for (const char* text : {"", "{", "[]", "{}", R"({"frames": 0, "seconds": 1})", R"({"frames": "many"})"}) {
    std::ofstream(folder / "timing.json") << text;
    EXPECT_THAT([&] { ReadTiming(folder / "timing.json"); }, ThrowsMessage<Error>(HasSubstr("timing.json:")))
        << text;
  }
}

}  // namespace
}  // namespace isogs
